#include "parsers/forum_ad.h"

#include "base/mem.h"
#include "parsers/text.h"

#include <string.h>

#define VALUE_MAX 120 /* bytes behind a label; longer is prose */

/* Somebody asks for work, a referral or orders, or offers his hands. */
static const char *const seeking_words[] = {
	"求职",	   "求内推",   "求推荐",   "求机会",   "求工作",
	"求捞",	   "求收留",   "求带走",   "找工作",   "找个工作",
	"找份工作", "找远程工作", "求远程", "求兼职",  "求外包",
	"求一份",   "看机会",   "待业",	   "接单",     "接私活",
	"接外包",   "个人简历", "looking for a job", "open to work",
};

/* Talk about hiring, in titles that would pass for ads. */
static const char *const talk_words[] = {
	"招人吗", "招聘吗", "怎么招", "为什么招", "吐槽", "避雷", "避坑", "靠谱吗",
	"骗局",	  "如何看待", "招聘网站", "招聘软件", "招聘平台",
};

static const char *const hiring_words[] = {
	"招聘", "诚聘", "急聘", "高薪聘", "招人", "招募", "急招", "直招",
	"社招", "校招", "内推", "诚招", "招实习", "招一", "招个", "招几",
	"招前端", "招后端", "招全栈", "招产品", "招运营", "招设计", "招兼职",
	"招全职", "招工程师", "招合伙", "求贤", "寻找合伙", "扩招", "在招",
	"hiring",
};

/* Headings that the text of an ad has. */
static const char *const ad_headings[] = {
	"岗位职责", "工作职责", "职位描述", "岗位描述", "职责描述",
	"任职要求", "岗位要求", "职位要求", "任职资格", "工作内容",
	"招聘岗位", "招聘职位", "投递邮箱", "简历投递", "简历发",
	"简历请发",
};

static bool has_any(struct span text, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (span_find_nocase(text, words[i]))
			return true;
	}
	return false;
}

#define HAS(text, words) has_any(text, words, ARRAY_LEN(words))

enum forum_topic forum_topic_of(struct span title, struct span text)
{
	bool is_hiring = HAS(title, hiring_words);
	size_t n = 0;

	if (HAS(title, talk_words))
		return TOPIC_OTHER;
	/* "求内推" holds "内推": who asks goes before who offers */
	if (HAS(title, seeking_words) &&
	    !span_find(title, "招聘") && !span_find(title, "诚聘"))
		return TOPIC_SEEKING;
	if (is_hiring)
		return TOPIC_HIRING;
	for (size_t i = 0; i < ARRAY_LEN(ad_headings); i++)
		n += span_find(text, ad_headings[i]) != NULL;
	return n >= 2 ? TOPIC_HIRING : TOPIC_OTHER;
}

/* ---- labels ---- */

/* Marks before a label, and between it and what it labels. */
static struct span skip_marks(struct span s, const char *const *marks,
			      size_t n, bool *was_there)
{
	bool is_on = true;

	while (is_on) {
		is_on = false;
		for (size_t i = 0; i < n; i++) {
			if (!span_starts(s, marks[i]))
				continue;
			s.ptr += strlen(marks[i]);
			s.len -= strlen(marks[i]);
			is_on = *was_there = true;
		}
	}
	return s;
}

/* What `line` says of one of `labels`; absent when it says nothing. */
static struct span value_of(struct span line, const char *const *labels,
			    size_t n)
{
	static const char *const before[] = { " ", "-", "*", "•", "·", "【",
					      "#", "[", "📍", "🏢", "　" };
	static const char *const behind[] = { ":", "：", "】", "]" };
	static const char *const blanks[] = { " ", "*", "　" };
	bool ignored = false, has_mark = false;

	line = skip_marks(line, before, ARRAY_LEN(before), &ignored);
	for (size_t i = 0; i < n; i++) {
		struct span rest = line;

		if (!span_starts_nocase(line, labels[i]))
			continue;
		rest.ptr += strlen(labels[i]);
		rest.len -= strlen(labels[i]);
		rest = skip_marks(rest, blanks, ARRAY_LEN(blanks), &ignored);
		rest = skip_marks(rest, behind, ARRAY_LEN(behind), &has_mark);
		rest = skip_marks(rest, blanks, ARRAY_LEN(blanks), &ignored);
		rest = span_trim(rest);
		if (has_mark && rest.len && rest.len <= VALUE_MAX)
			return rest;
	}
	return (struct span){ NULL, 0 };
}

static struct span labelled(struct span text, const char *const *labels,
			    size_t n)
{
	struct span value = { NULL, 0 };

	while (text.len && !value.len) {
		const char *end = memchr(text.ptr, '\n', text.len);
		size_t      len = end ? (size_t)(end - text.ptr) : text.len;

		value = value_of((struct span){ text.ptr, len }, labels, n);
		text.ptr += len + (end != NULL);
		text.len -= len + (end != NULL);
	}
	return value;
}

/* What a value says before it becomes a sentence. */
static struct span up_to(struct span value, const char *const *stops, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *at = value.len ? span_find(value, stops[i]) : NULL;

		if (at)
			value.len = (size_t)(at - value.ptr);
	}
	return value;
}

void forum_take_labels(struct arena *arena, struct ad *ad)
{
	static const char *const stops[] = { "。", "；", "，", ", " };
	static const char *const employers[] = { "公司名称", "公司名",
						 "企业名称", "公司",
						 "company" };
	static const char *const places[] = { "工作地点", "办公地点",
					      "上班地点", "工作地址",
					      "工作城市", "地点",
					      "base",	   "location" };
	struct span place = labelled(ad->description, places,
				     ARRAY_LEN(places));

	struct span employer = labelled(ad->description, employers,
					ARRAY_LEN(employers));

	if (!ad->employer.len)
		ad->employer = text_line(
			arena, up_to(employer, stops, ARRAY_LEN(stops)));
	place = up_to(place, stops, 2); /* a place may have commas */
	if (!ad->n_locations && place.len)
		text_add_location(arena, ad)->text = text_line(arena, place);
}
