#include "enrich/place.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TABLE "share/taxonomy/places.tsv"

/* want: codes of the regions, "*" behind those that bound remote work; then
 * "/" and the kind of work; then "/" and its bounds. */
static const struct place_case {
	const char *name;
	const char *text; /* as printed on a board */
	const char *want;
} cases[] = {
	{ "a city alone", "Berlin", "DE-BE" },
	{ "two cities", "SF | NYC", "US-CA US-NY" },
	{ "three cities in words", "Palo Alto, Lisbon or Tokyo",
	  "US-CA PT-11 JP-13" },
	{ "Georgia the state", "Atlanta, Georgia", "US-GA" },
	{ "Georgia the country", "Tbilisi, Georgia", "GE-TB" },
	{ "Cambridge of the state beside it", "Cambridge, MA", "US-MA" },
	{ "Cambridge of the country beside it", "Cambridge, UK", "GB-ENG" },
	{ "a state serves both cities", "Cambridge/Boston, MA", "US-MA US-MA" },
	{ "Paris in Texas", "Paris, TX", "US-TX" },
	{ "London in Ontario", "London, Ontario", "CA-ON" },
	{ "a state's code that is a country's too", "Birmingham, AL", "US-AL" },
	{ "a country's code that is a state's too", "Berlin, DE", "DE-BE" },
	{ "a territory between two", "Washington, D.C.", "US-DC" },
	{ "country first", "USA DC Washington", "US-DC" },
	{ "joined by hyphens", "US-CA-Menlo Park", "US-CA" },
	{ "country and city with a dash", "Germany - Berlin", "DE-BE" },
	{ "city-state thrice", "Berlin, Berlin, Germany", "DE-BE" },
	{ "an abroad namesake", "San José, Costa Rica", "CR-SJ" },
	{ "a county is no city", "Boston, Suffolk County", "US-MA" },
	{ "a code of three letters", "DEU Wiesbaden", "DE-HE" },
	{ "a state without comma", "Sydney NSW", "AU-NSW" },
	{ "an Indian state by its code", "Bengaluru, KA", "IN-KA" },
	{ "an old name", "Bangalore, India", "IN-KA" },
	{ "an Italian province is its region", "Milano (MI)", "IT-25" },
	{ "a town in capitals", "LE MANS", "FR-PDL" },
	{ "an arrondissement", "PARIS 01", "FR-IDF" },
	{ "a landscape by its nickname", "Silicon Valley", "US-CA" },
	{ "a country by its letters", "U.S.", "US" },
	{ "German letters", "München", "DE-BY" },
	{ "and without them", "Muenchen", "DE-BY" },
	{ "decomposed letters", "Mu\xCC\x88nchen", "DE-BY" },
	{ "Chinese", "北京", "CN-BJ" },
	{ "Chinese, province and city", "广东省深圳市", "CN-GD" },
	{ "Chinese, a district that is a city elsewhere", "北京市朝阳区",
	  "CN-BJ" },
	{ "Chinese, two cities", "上海、北京", "CN-SH CN-BJ" },
	{ "Japanese", "東京都港区", "JP-13" },
	{ "Korean", "서울특별시 강남구", "KR-11" },
	{ "Russian", "Москва", "RU-MOW" },
	{ "Arabic", "القاهرة، مصر", "EG-C" },
	{ "Hebrew", "דובאי", "AE-DU" },
	{ "Chinese, a district alone", "海淀区", "CN-BJ" },
	{ "Chinese, city and district", "深圳市南山区", "CN-GD" },
	{ "Chinese, a city with and", "北京和上海", "CN-BJ CN-SH" },
	{ "Chinese, a landscape over provinces", "长三角", "CN" },
	{ "Chinese, the whole country is not named", "全国", "" },
	{ "Japanese, a ward", "渋谷区", "JP-13" },
	{ "Japanese, a ward in Latin letters", "Minato-ku, Tokyo", "JP-13" },
	{ "Korean, a street named after a city", "서울특별시 강남구 테헤란로",
	  "KR-11" },
	{ "Korean, a short province", "충남 천안", "KR-44" },
	{ "Russian, or", "Москва или Казань", "RU-MOW RU-TA" },
	{ "Hindi", "बेंगलुरु", "IN-KA" },
	{ "Arabic, two words", "أبو ظبي", "AE-AZ" },
	{ "Armenian", "Երևան", "AM-ER" },
	{ "a metropolis over two countries' states", "Delhi NCR", "IN" },
	{ "a metropolis over three states", "Tri-State Area", "US" },
	{ "a country by its three letters", "Riyadh, KSA", "SA-01" },
	{ "three letters of a university", "ETH Zürich", "CH-ZH" },
	{ "a Dutch postal code", "1012 AB Amsterdam", "NL-NH" },
	{ "a nickname of capitals", "ATX", "US-TX" },
	{ "Kosovo", "Prishtina, Kosovo", "XK" },
	{ "a county of England", "Surrey", "GB-ENG" },
	{ "a city of the same name", "Surrey, BC", "CA-BC" },
	{ "both Georgias", "Georgia", "" },
	{ "a town that is a street's word too", "Largo, FL", "US-FL" },
	{ "a letter of a post office", "Aarhus C, Denmark", "DK-82" },
	{ "a state by the word for states", "Lagos, Lagos State, Nigeria",
	  "NG-LA" },
	{ "two cities, not a hamlet of the state", "Boston, New York",
	  "US-MA US-NY" },
	{ "the state among states", "Florida, Georgia, Alabama",
	  "US-FL US-GA US-AL" },
	{ "the country among countries", "Armenia, Georgia", "AM GE" },
	{ "a code that is a state's and a country's", "CA", "" },
	{ "the same among states", "Remote (CA, NY, WA)",
	  "US-CA* US-NY* US-WA*/remote/US-CA US-NY US-WA" },
	{ "a country and its code", "Canada, CA", "CA" },
	{ "the town that the name is first", "Krishnagiri, India", "IN-TN" },
	{ "the other that has it, too", "Krishnagiri, West Bengal", "IN-WB" },
	{ "small letters of a state", "Richmond, Va", "US-VA" },
	{ "towns of one name in one country", "Springfield", "US" },
	{ "towns of one name in several", "Cambridge", "" },
	{ "a state that is bound, not its city", "Remote - New York",
	  "US-NY*/remote/US-NY" },
	{ "a bound behind a slash", "San Francisco or Remote (US/Canada)",
	  "US-CA US* CA*/remote/US CA" },
	{ "a town by its department's number", "St Denis (93)", "FR-IDF" },
	{ "the same overseas", "Saint-Denis (974)", "RE" },
	{ "a town by the first digits of its postcode", "93200 Saint-Denis",
	  "FR-IDF" },
	{ "a postcode that would be French", "76131 Karlsruhe", "DE-BW" },
	{ "St for Saint", "St Etienne", "FR-ARA" },
	{ "a street named after a city", "Via Roma 1, 20121 Milano MI",
	  "IT-25" },
	{ "a river in brackets", "Frankfurt (Oder)", "DE-BB" },
	{ "an airport", "Dubai International Airport", "AE-DU" },
	{ "a town unknown to us, of a state", "Berlin, Connecticut", "US-CT" },
	{ "Ukrainian", "Україна", "UA" },
	{ "Korean, a name that is Chinese too", "안산", "KR-41" },
	{ "a country with and", "Trinidad and Tobago", "TT" },
	{ "remote is no place", "Remote", "/remote" },
	{ "remote within a country", "Remote - US", "US*/remote/US" },
	{ "remote within two", "Remote, Germany or Austria",
	  "DE* AT*/remote/DE AT" },
	{ "remote within a union", "Remote (DACH)", "/remote/DE AT CH" },
	{ "remote anywhere", "Anywhere in the World", "/remote/world" },
	{ "anywhere in a country", "Anywhere in the U.S. (remote job)",
	  "US*/remote/US" },
	{ "remote beside a city", "Remote (US) | Austin, TX",
	  "US* US-TX/remote/US" },
	{ "a city whose work is remote", "Remote, San Francisco, CA",
	  "US-CA/remote" },
	{ "a time zone is no country", "Remote - EST", "/remote" },
	{ "hybrid", "Hybrid - Amsterdam", "NL-NH/hybrid" },
	{ "a district in brackets", "Pune (Kalyani Nagar)", "IN-MH" },
	{ "another's name", "Bangalore (Whitefield)", "IN-KA" },
	{ "two cities, one in brackets", "Munich (Hamburg)", "DE-BY DE-HH" },
	{ "a town on a river, not found", "Neuilly-sur-Loire, France", "FR" },
	{ "one that is found", "Frankfurt-am-Main", "DE-HE" },
	{ "an address of the web", "Website: tty1.us/jobs", "" },
	{ "on site", "Onsite: Oslo", "NO-03/onsite" },
	{ "a number of places is none", "2 Locations", "" },
	{ "several places are none", "Multiple Locations", "" },
	{ "a word that is a town", "Mobile", "" },
	{ "that town with its state", "Mobile, AL", "US-AL" },
	{ "an office is no place", "Office", "" },
	{ "a town too small to be known, of a state", "Littleton, MA",
	  "US-MA" },
	{ "a list of large cities is no address", "Austin, TX, London",
	  "US-TX GB-ENG" },
	{ "the city's division by its name", "Albany, New York", "US-NY" },
	{ "a state's code behind a slash", "Belo Horizonte/MG", "BR-MG" },
	{ "a French department is its region", "Hauts-de-Seine", "FR-IDF" },
	{ "a code that is a word", "London - Remote OK", "GB-ENG/remote" },
	{ "a continent alone is no region", "Europe", "" },
	{ "nothing", "", "" },
	{ "broken bytes", "\xFF\xC3 Berlin \xE5\x8C", "DE-BE" },
	{ "only separators", ",,;|/ -- ()", "" },
};

static struct place_table *table;

static struct span read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	long  bytes;
	char *text;

	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	bytes = ftell(file);
	rewind(file);
	text = xmalloc((size_t)bytes + 1);
	assert_int_equal(fread(text, 1, (size_t)bytes, file), bytes);
	fclose(file);
	return (struct span){ text, (size_t)bytes };
}

static int load(void **state)
{
	struct span  text = read_file(TABLE);
	struct error err = ERROR_INIT;

	(void)state;
	table = place_table_new(text, &err);
	free((char *)text.ptr);
	assert_string_equal(err.text, "");
	return table == NULL;
}

static int unload(void **state)
{
	(void)state;
	place_table_free(table);
	return 0;
}

static void describe(const struct place_result *r, struct buf *out)
{
	buf_add_text(out, "");
	for (size_t i = 0; i < r->n_regions; i++)
		buf_printf(out, "%s%s%s", i ? " " : "", r->regions[i].code,
			   r->regions[i].basis == BASIS_STATED ? "" : "*");
	if (r->remote != REMOTE_UNKNOWN)
		buf_printf(out, "/%s", remote_name(r->remote));
	for (size_t i = 0; i < r->n_remote_regions; i++)
		buf_printf(out, "%s%.*s", i ? " " : "/",
			   (int)r->remote_regions[i].len,
			   r->remote_regions[i].ptr);
}

static void text_gives_regions(void **state)
{
	const struct place_case *c = *state;
	struct arena             arena = ARENA_INIT;
	struct place_result      found;
	struct buf               got = BUF_INIT;

	place_locate(table, span_of(c->text), &arena, &found);

	describe(&found, &got);
	assert_string_equal(got.ptr, c->want);
	buf_deinit(&got);
	arena_deinit(&arena);
}

static void json_names_the_city(void **state)
{
	struct arena        arena = ARENA_INIT;
	struct place_result found;
	struct buf          got = BUF_INIT;
	struct span         text = SPAN("Köln");

	(void)state;
	place_locate(table, text, &arena, &found);
	place_write_json(table, text, &found, &got);

	assert_string_equal(
		got.ptr,
		"{\"text\":\"Köln\",\"regions\":[{\"code\":\"DE-NW\","
		"\"name\":\"Cologne\",\"basis\":\"stated\","
		"\"city\":\"Cologne\",\"city_id\":2886242}]}");
	buf_deinit(&got);
	arena_deinit(&arena);
}

static void fields_decide_over_text(void **state)
{
	struct ad_location location = { .text = SPAN("London"),
					.city = SPAN("London"),
					.country = SPAN("ca") };
	struct ad           ad = { .locations = &location, .n_locations = 1 };
	struct arena        arena = ARENA_INIT;
	struct place_result found;

	(void)state;
	place_of_ad(table, &ad, &arena, &found);

	assert_int_equal(found.n_regions, 1);
	assert_string_equal(found.regions[0].code, "CA-ON");
	arena_deinit(&arena);
}

static void text_helps_where_a_field_is_misspelt(void **state)
{
	struct ad_location location = { .text = SPAN("San Francisco, CA"),
					.city = SPAN("San Fransisco"),
					.region = SPAN("California"),
					.country = SPAN("USA") };
	struct ad           ad = { .locations = &location, .n_locations = 1 };
	struct arena        arena = ARENA_INIT;
	struct place_result found;

	(void)state;
	place_of_ad(table, &ad, &arena, &found);

	assert_int_equal(found.n_regions, 1);
	assert_true(span_is(found.regions[0].city, "San Francisco"));
	arena_deinit(&arena);
}

static void remote_field_makes_a_country_a_bound(void **state)
{
	struct ad_location location = { .text = SPAN("Spain") };
	struct ad           ad = { .locations = &location,
				   .n_locations = 1,
				   .remote = REMOTE_REMOTE };
	struct arena        arena = ARENA_INIT;
	struct place_result found;

	(void)state;
	place_of_ad(table, &ad, &arena, &found);

	assert_int_equal(found.n_regions, 1);
	assert_int_equal(found.regions[0].basis, BASIS_REMOTE_BOUND);
	assert_int_equal(found.n_remote_regions, 1);
	assert_true(span_is(found.remote_regions[0], "ES"));
	arena_deinit(&arena);
}

/* Ads whose fields name no place; want as above. */
static const struct words_case {
	const char *name;
	const char *title;
	const char *description;
	const char *want;
} words_cases[] = {
	{ "a title's last part", "Data Scientist - Berlin (m/w/d)", "",
	  "DE-BE" },
	{ "in a title's words", "Werkstudent in München", "", "DE-BY" },
	{ "a title's address", "ML Engineer, Paris (France)", "", "FR-IDF" },
	{ "grades that look like a country", "Analyst, GS-13, GS-14", "", "" },
	{ "a Chinese title", "算法工程师（北京）", "", "CN-BJ" },
	{ "a title's bound", "Engineer (Remote, Germany)", "",
	  "DE*/remote/DE" },
	{ "a language that is an island", "Developer - Java", "", "" },
	{ "a carmaker that is named after a city", "上海汽车 工程师", "", "" },
	{ "a region that is sold to", "Oracle Consultant", "", "" },
	{ "a header line", "Engineer", "Acme | Engineer | Oslo\nWe ship",
	  "NO-03" },
	{ "a labelled line", "Engineer", "We are nice.\nStandort: Hamburg",
	  "DE-HH" },
	{ "a label in lines run together", "Engineer",
	  "Full-Time. Location: Herndon, Va.. Post date: 05/08/2012.",
	  "US-VA" },
	{ "the same of a sentence without end", "Engineer",
	  "Apply now. Location: you will love our offices near the river in "
	  "the town of Hamburg where everybody meets for lunch, and more",
	  "" },
	{ "a label over its value", "Engineer", "Location:\nAustin, TX",
	  "US-TX" },
	{ "a Chinese label", "工程师", "工作地点：上海市浦东新区", "CN-SH" },
	{ "a Japanese label", "技術者", "【勤務地】東京都渋谷区", "JP-13" },
	{ "a place in passing", "Engineer",
	  "Our customers sit in Berlin.\nNote: London is nice", "" },
};

static void words_give_places(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(words_cases); i++) {
		const struct words_case *c = &words_cases[i];
		struct ad_location       location = { .text =
							      SPAN("2 Locations") };
		struct ad           ad = { .title = span_of(c->title),
					   .description = span_of(c->description),
					   .locations = &location,
					   .n_locations = 1 };
		struct arena        arena = ARENA_INIT;
		struct place_result found;
		struct buf          got = BUF_INIT;

		place_of_ad(table, &ad, &arena, &found);

		describe(&found, &got);
		if (strcmp(got.ptr, c->want))
			fail_msg("%s: \"%s\", not \"%s\"", c->name, got.ptr,
				 c->want);
		buf_deinit(&got);
		arena_deinit(&arena);
	}
}

static void fields_silence_words(void **state)
{
	struct ad_location  location = { .text = SPAN("Hamburg") };
	struct ad           ad = { .title = SPAN("Engineer - Berlin"),
				   .description = SPAN("Location: Oslo"),
				   .locations = &location,
				   .n_locations = 1 };
	struct arena        arena = ARENA_INIT;
	struct place_result found;

	(void)state;
	place_of_ad(table, &ad, &arena, &found);

	assert_int_equal(found.n_regions, 1);
	assert_string_equal(found.regions[0].code, "DE-HH");
	arena_deinit(&arena);
}

static void seat_decides_what_is_open(void **state)
{
	struct ad_location  location = { .text = SPAN("Cambridge") };
	struct ad           ad = { .employer_seat = { .text =
							      SPAN("Boston, MA") },
				   .locations = &location,
				   .n_locations = 1 };
	struct arena        arena = ARENA_INIT;
	struct place_result found;

	(void)state;
	place_of_ad(table, &ad, &arena, &found);

	assert_int_equal(found.n_regions, 1);
	assert_string_equal(found.regions[0].code, "US-MA");
	assert_int_equal(found.regions[0].basis, BASIS_STATED);
	arena_deinit(&arena);
}

static void seat_is_told_where_nothing_is(void **state)
{
	struct ad_location  location = { .text = SPAN("Various") };
	struct ad           ad = { .title = SPAN("Engineer"),
				   .employer_seat = { .text = SPAN("Linz, Austria"),
						      .city = SPAN("Linz"),
						      .country = SPAN("AT") },
				   .locations = &location,
				   .n_locations = 1 };
	struct arena        arena = ARENA_INIT;
	struct place_result found;

	(void)state;
	place_of_ad(table, &ad, &arena, &found);

	assert_int_equal(found.n_regions, 1);
	assert_string_equal(found.regions[0].code, "AT-4");
	assert_int_equal(found.regions[0].basis, BASIS_SEAT);
	arena_deinit(&arena);
}

static void broken_table_is_refused(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_null(place_table_new(SPAN("# head\ndiv\tXX-YY\tNowhere\t1\t\n"),
				    &err));

	assert_string_equal(err.text,
			    "places.tsv line 2: no country row for XX-YY "
			    "before this");
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases)] = { 0 };
	const struct CMUnitTest others[] = {
		cmocka_unit_test(json_names_the_city),
		cmocka_unit_test(fields_decide_over_text),
		cmocka_unit_test(text_helps_where_a_field_is_misspelt),
		cmocka_unit_test(remote_field_makes_a_country_a_bound),
		cmocka_unit_test(words_give_places),
		cmocka_unit_test(fields_silence_words),
		cmocka_unit_test(seat_decides_what_is_open),
		cmocka_unit_test(seat_is_told_where_nothing_is),
		cmocka_unit_test(broken_table_is_refused),
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[i].name = cases[i].name;
		tests[i].test_func = text_gives_regions;
		tests[i].initial_state = (void *)&cases[i];
	}
	return cmocka_run_group_tests_name("place", tests, load, unload) +
	       cmocka_run_group_tests_name("place of ad", others, load, unload);
}
