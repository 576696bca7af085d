#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/config_key.h"

#include "parsers/parser.h"

#define AT(field) offsetof(struct config, field)
#define OF(field) offsetof(struct source_config, field)

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)
#define DAY       INT64_C(86400) /* s */
#define KIB       INT64_C(1024)
#define MIB       (1024 * KIB)
#define GIB       (1024 * MIB)

/* Columns: name, type, field, default, least, most, choices, reload, meaning. */
static const struct config_key global_keys[] = { /* sorted by name */
	{ "backoff_max", KEY_MS, AT(backoff_max_ms), "1 h",
	  SECOND_MS, 7 * DAY_MS, NULL, true,
	  "longest pause after failures, also the longest Retry-After obeyed" },
	{ "backoff_min", KEY_MS, AT(backoff_min_ms), "5 s",
	  10, HOUR_MS, NULL, true,
	  "pause after the first failure; doubles with each further one" },
	{ "ca_file", KEY_PATH, AT(ca_file), NULL,
	  0, 0, NULL, true,
	  "certificates to trust instead of the system's" },
	{ "connect_timeout", KEY_MS, AT(connect_timeout_ms), "10 s",
	  100, 5 * MINUTE_MS, NULL, true,
	  "name lookup, connection and TLS handshake" },
	{ "connections", KEY_COUNT, AT(connections), "64",
	  1, 400, NULL, true,
	  "transfers under way at a time, all hosts together" },
	{ "contact", KEY_TEXT, AT(contact), NULL,
	  0, 0, NULL, true,
	  "page or mail address for those who meet the crawler; "
	  "`postmaster@` this host unless set" },
	{ "crawl_delay_max", KEY_MS, AT(crawl_delay_max_ms), "60 s",
	  0, DAY_MS, NULL, true,
	  "a longer Crawl-delay in robots.txt counts as this" },
	{ "database", KEY_TEXT, AT(database), NULL,
	  0, 0, NULL, false,
	  "libpq connection string without password; "
	  "the private cluster unless set" },
	{ "delay", KEY_MS, AT(delay_ms), "1 s",
	  0, HOUR_MS, NULL, true,
	  "least pause between two requests to one host" },
	{ "delay_factor", KEY_FACTOR, AT(delay_factor), "1.0",
	  0, 100, NULL, true,
	  "the pause is at least this many response times of the host" },
	{ "delay_max", KEY_MS, AT(delay_max_ms), "60 s",
	  0, DAY_MS, NULL, true,
	  "most that slow answers lengthen the pause to" },
	{ "detail_keep", KEY_SECONDS, AT(detail_keep_s), "0 s",
	  0, 100 * 366 * DAY, NULL, true,
	  "earlier texts of ads that have been gone for longer are dropped, "
	  "with their mentions; 0 s keeps them" },
	{ "drain_timeout", KEY_MS, AT(drain_timeout_ms), "20 s",
	  0, HOUR_MS, NULL, true,
	  "from SIGTERM until what is under way is given up" },
	{ "exempt_hosts", KEY_LIST, AT(exempt_hosts), NULL,
	  0, 0, NULL, true,
	  "addresses to fetch from although they are private: "
	  "`127.0.0.1:8080`, `10.1.0.0/16`" },
	{ "fold_every", KEY_MS, AT(fold_every_ms), "5 s",
	  100, HOUR_MS, NULL, true,
	  "how often new ads are joined into postings" },
	{ "http2", KEY_BOOL, AT(is_http2), "true",
	  0, 0, NULL, true,
	  "offer HTTP/2 on TLS connections" },
	{ "keep_raw", KEY_CHOICE, AT(keep_raw), "off",
	  0, 0, "off|all|ads", false,
	  "documents kept as they came, in WARC files: none, all that are "
	  "read, or those with ads" },
	{ "keep_text", KEY_CHOICE, AT(keep_text), "ai",
	  0, 0, "ai|all|none", true,
	  "whose descriptions are stored" },
	{ "lease_time", KEY_MS, AT(lease_ms), "30 s",
	  3 * SECOND_MS, HOUR_MS, NULL, true,
	  "how long a host stays with a daemon that was not heard of; "
	  "renewed after a third of it" },
	{ "log_level", KEY_CHOICE, AT(log_level), "info",
	  0, 0, "error|warning|info|debug", true,
	  "how much is logged" },
	{ "low_speed", KEY_SIZE, AT(low_speed_bytes), "1 KiB",
	  0, GIB, NULL, true,
	  "bytes a second; a slower transfer is given up" },
	{ "low_speed_time", KEY_MS, AT(low_speed_ms), "15 s",
	  SECOND_MS, HOUR_MS, NULL, true,
	  "how long a transfer may be slower" },
	{ "max_body", KEY_SIZE, AT(max_body_bytes), "32 MiB",
	  KIB, PARSER_BODY_MAX, NULL, true,
	  "of a document after decompression" },
	{ "max_redirects", KEY_COUNT, AT(max_redirects), "5",
	  0, 20, NULL, true,
	  "redirects followed for one document" },
	{ "max_response", KEY_SIZE, AT(max_response_bytes), "32 MiB",
	  KIB, GIB, NULL, true,
	  "of a document as it is received" },
	{ "parse_threads", KEY_COUNT, AT(parse_threads), "0",
	  0, 256, NULL, false,
	  "threads that parse and enrich; 0 is one a processor" },
	{ "per_host", KEY_COUNT, AT(per_host), "1",
	  1, 256, NULL, true,
	  "requests to one host at a time" },
	{ "request_timeout", KEY_MS, AT(request_timeout_ms), "60 s",
	  100, HOUR_MS, NULL, true,
	  "one document, from the start to its last byte, redirects included" },
	{ "retries", KEY_COUNT, AT(retries), "3",
	  0, 100, NULL, true,
	  "further tries of a page that failed within a run" },
	{ "robots", KEY_BOOL, AT(is_robots_obeyed), "true",
	  0, 0, NULL, true,
	  "obey robots.txt; false is for one's own boards" },
	{ "robots_max_age", KEY_MS, AT(robots_max_age_ms), "24 h",
	  MINUTE_MS, DAY_MS, NULL, true,
	  "how long a robots.txt is used before it is fetched anew" },
	{ "sources_dir", KEY_PATH, AT(sources_dir), "sources.d",
	  0, 0, NULL, true,
	  "folder whose *.conf files configure sources" },
	{ "spool_max", KEY_SIZE, AT(spool_max_bytes), "256 MiB",
	  MIB, 1024 * GIB, NULL, true,
	  "results kept on disk while the database is away; "
	  "fetching stops when it is full" },
	{ "state_dir", KEY_PATH, AT(state_dir), NULL,
	  0, 0, NULL, false,
	  "spool and identity of this daemon; "
	  "`$STATE_DIRECTORY`, else `/var/lib/jobtrend` unless set" },
	{ "store_batch", KEY_COUNT, AT(store_batch), "250",
	  1, 2000, NULL, true,
	  "pages, or ads, that are stored in one transaction" },
	{ "store_queue", KEY_SIZE, AT(store_queue_bytes), "64 MiB",
	  MIB, 16 * GIB, NULL, true,
	  "results in memory that wait for the database" },
	{ "store_wait", KEY_MS, AT(store_wait_ms), "200 ms",
	  1, MINUTE_MS, NULL, true,
	  "longest that a result waits for others to be stored with" },
	{ "taxonomy_dir", KEY_PATH, AT(taxonomy_dir), NULL,
	  0, 0, NULL, false,
	  "folder of the dictionary; the installed one unless set" },
	{ "tdm", KEY_BOOL, AT(is_tdm_obeyed), "true",
	  0, 0, NULL, true,
	  "leave out what reserves its text and data mining rights" },
	{ "text_keep", KEY_SECONDS, AT(text_keep_s), "0 s",
	  0, 100 * 366 * DAY, NULL, true,
	  "descriptions of ads that have been gone for longer are dropped; "
	  "0 s keeps them" },
	{ "user_agent", KEY_TEXT, AT(user_agent),
	  "jobtrend/" JOBTREND_VERSION,
	  0, 0, NULL, true,
	  "product and version; the contact is added, "
	  "robots.txt is matched with the product" },
	{ "visit_every", KEY_SECONDS, AT(visit_every_s), "1 d",
	  1, 366 * DAY, NULL, true,
	  "pause between two visits to a source that says nothing else" },
	{ "warc_age", KEY_SECONDS, AT(warc_age_s), "1 d",
	  1, 366 * DAY, NULL, true,
	  "a WARC file is finished after this" },
	{ "warc_dir", KEY_PATH, AT(warc_dir), NULL,
	  0, 0, NULL, false,
	  "folder of the WARC files; `warc` in state_dir unless set" },
	{ "warc_keep", KEY_SECONDS, AT(warc_keep_s), "0 s",
	  0, 100 * 366 * DAY, NULL, true,
	  "WARC files of this daemon are removed after this; 0 s keeps them" },
	{ "warc_size", KEY_SIZE, AT(warc_max_bytes), "1 GiB",
	  MIB, 1024 * GIB, NULL, true,
	  "a WARC file is finished when it has grown to this" },
	{ "web_cache", KEY_SIZE, AT(web_cache_bytes), "8 MiB",
	  0, 16 * GIB, NULL, false,
	  "jobtrend-web: answers kept in memory until the data changes" },
	{ "web_connections", KEY_COUNT, AT(web_connections), "512",
	  8, 60000, NULL, false,
	  "jobtrend-web: connections of clients at a time" },
	{ "web_cors", KEY_LIST, AT(web_cors), NULL,
	  0, 0, NULL, false,
	  "jobtrend-web: origins whose pages may read the API: "
	  "`https://example.org`, or `*`; none unless set" },
	{ "web_dir", KEY_PATH, AT(web_dir), NULL,
	  0, 0, NULL, false,
	  "jobtrend-web: folder of the page; the installed one unless set" },
	{ "web_head_timeout", KEY_MS, AT(web_head_timeout_ms), "20 s",
	  100, 10 * MINUTE_MS, NULL, false,
	  "jobtrend-web: longest that a request may take to arrive, and a "
	  "connection may be idle" },
	{ "web_listen", KEY_TEXT, AT(web_listen), "127.0.0.1:8080",
	  0, 0, NULL, false,
	  "jobtrend-web: address and port; `0.0.0.0:8080` or `[::]:8080` for "
	  "everybody" },
	{ "web_per_ip", KEY_COUNT, AT(web_per_ip), "128",
	  0, 60000, NULL, false,
	  "jobtrend-web: connections of one address; 0 is no limit, for what "
	  "stands behind a proxy" },
	{ "web_pool", KEY_COUNT, AT(web_pool), "4",
	  2, 64, NULL, false,
	  "jobtrend-web: database connections, and so queries at a time" },
	{ "web_prefix", KEY_TEXT, AT(web_prefix), NULL,
	  0, 0, NULL, false,
	  "jobtrend-web: path that a proxy leaves before ours, as `/jobtrend`" },
	{ "web_timeout", KEY_MS, AT(web_timeout_ms), "10 s",
	  100, 10 * MINUTE_MS, NULL, false,
	  "jobtrend-web: longest that a query may take" },
};

static const struct config_key block_keys[] = { /* sorted by name */
	{ "backfill", KEY_COUNT, OF(backfill_months), "0",
	  0, 600, NULL, true,
	  "months of its past to read, for kinds that have one (hn)" },
	{ "board", KEY_TEXT, OF(board), NULL,
	  0, 0, NULL, true,
	  "name of the board at its host, or any address of it" },
	{ "employer", KEY_TEXT, OF(employer), NULL,
	  0, 0, NULL, true,
	  "whose board it is, where ads do not say" },
	{ "employer_size", KEY_TEXT, OF(employer_size), NULL,
	  0, 0, NULL, true,
	  "people employed, as `51-200`" },
	{ "enabled", KEY_BOOL, OF(is_enabled), "true",
	  0, 0, NULL, true,
	  "false: not visited, what it brought is kept" },
	{ "headers", KEY_LIST, OF(headers), NULL,
	  0, 0, NULL, true,
	  "`Name: value` of every request to the source's own host; "
	  "`{key:NAME}`, `{basic:NAME}` and `{token:NAME}` are put in when it is sent" },
	{ "kind", KEY_TEXT, OF(kind), "auto",
	  0, 0, NULL, true,
	  "format of the source, see sources.md; auto guesses" },
	{ "lists_all", KEY_BOOL, OF(lists_all), "true",
	  0, 0, NULL, true,
	  "false: it shows its newest ads alone, so that one which is no "
	  "longer listed has not ended; unless set as the kind has it" },
	{ "mapping", KEY_PATH, OF(mapping), NULL,
	  0, 0, NULL, true,
	  "file that says which column of a table is which field (kind csv), "
	  "see mapping.md" },
	{ "max_pages", KEY_COUNT, OF(max_pages), "100000",
	  1, 100000000, NULL, true,
	  "pages of one run; a run that stops there is `capped`" },
	{ "post", KEY_TEXT, OF(post), NULL,
	  0, 0, NULL, true,
	  "body of the first request, which is then a POST; "
	  "as the kind has it unless set" },
	{ "refresh", KEY_SECONDS, OF(refresh_s), "7 d",
	  0, 366 * DAY, NULL, true,
	  "how long the page of an ad is good that its list or sitemap does "
	  "not call changed" },
	{ "sitemap", KEY_TEXT, OF(sitemap), NULL,
	  0, 0, NULL, true,
	  "address of a sitemap that names the same ads; "
	  "a list that shows clearly fewer is not believed" },
	{ "sitemap_match", KEY_TEXT, OF(sitemap_match), NULL,
	  0, 0, NULL, true,
	  "path of the ads in that sitemap, as `/jobs/*` in robots.txt; "
	  "every address is one unless set" },
	{ "token_post", KEY_TEXT, OF(token_post), NULL,
	  0, 0, NULL, true,
	  "form that is sent there, such as `grant_type=client_credentials"
	  "&client_id={key:ID}&client_secret={key:SECRET}`" },
	{ "token_url", KEY_TEXT, OF(token_url), NULL,
	  0, 0, NULL, true,
	  "address that gives the `{token:NAME}` of headers (OAuth 2.0); "
	  "as the kind has it unless set" },
	{ "url", KEY_TEXT, OF(url), NULL,
	  0, 0, NULL, true,
	  "address to begin at; made from the board unless set" },
	{ "visit_every", KEY_SECONDS, OF(visit_every_s), NULL,
	  1, 366 * DAY, NULL, true,
	  "pause between two visits" },
};

const struct config_key *config_keys(size_t *n)
{
	*n = ARRAY_LEN(global_keys);
	return global_keys;
}

const struct config_key *source_keys(size_t *n)
{
	*n = ARRAY_LEN(block_keys);
	return block_keys;
}
