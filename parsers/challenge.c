#include "parsers/challenge.h"

#include "base/mem.h"

#define LOOK_BYTES (64 * 1024) /* such pages are short, or say it early */

/* What the guards put into their own pages, read off them (2026-11). */
static const struct {
	const char *mark;
	const char *guard;
} marks[] = {
	{ "_cf_chl_opt", "Cloudflare" },
	{ "/cdn-cgi/challenge-platform/", "Cloudflare" },
	{ "cf-browser-verification", "Cloudflare" },
	{ "Attention Required! | Cloudflare", "Cloudflare" },
	{ "_Incapsula_Resource", "Imperva" },
	{ "Pardon Our Interruption", "Imperva" },
	{ "captcha-delivery.com", "DataDome" },
	{ "errors.edgesuite.net", "Akamai" },
	{ "sec-if-cpt-container", "Akamai" },
	{ "px-captcha", "HUMAN" },
	{ "AwsWafIntegration", "AWS WAF" },
	{ "awswaf.com", "AWS WAF" },
	{ "ddos-guard", "DDoS-Guard" },
	{ "_wafchallengeid", "a firewall" },
	{ "id=\"sucuri", "Sucuri" },
	{ "acw_sc__v2", "Alibaba" },
	{ "TencentCaptcha", "Tencent" },
};

const char *challenge_guard(const struct document *doc)
{
	struct span body = doc->body;

	if (body.len > LOOK_BYTES)
		body.len = LOOK_BYTES;
	if (!span_find(body, "<"))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		if (span_find(body, marks[i].mark))
			return marks[i].guard;
	}
	return NULL;
}
