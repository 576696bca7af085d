#include "enrich/pay.h"

#include "base/buf.h"
#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

/* want: "min-max currency period", "?" for what is unknown; "" for no pay. */
static const struct pay_case {
	const char *name;
	const char *text;
	const char *country;
	const char *want;
} cases[] = {
	{ "a pound sign before both ends", "£45,000 - £55,000 per annum",
	  "GB", "45000-55000 GBP year" },
	{ "a period between the ends", "Pay: $45.50/hr - $62.75/hr", "US",
	  "45.5-62.75 USD hour" },
	{ "a dash for no pence", "€ 4.332,- tot € 6.148,- per maand", "NL",
	  "4332-6148 EUR month" },
	{ "a rate whose name says the period", "Uurtarief: € 85 - € 95", "NL",
	  "85-95 EUR hour" },
	{ "a slash and a blank", "18 000 - 24 000 zł netto (+ VAT) / mies.", "PL",
	  "18000-24000 PLN month" },
	{ "months a year", "20-35K·14薪", "CN", "20000-35000 CNY month" },
	{ "the yuan of Taiwan", "年薪1,200,000元", "TW",
	  "1200000-1200000 TWD year" },
	{ "from, behind the amount", "月薪3万起", "CN", "30000-? CNY month" },
	{ "a factor shared in Korean", "연봉 6,000~8,000만원", "KR",
	  "60000000-80000000 KRW year" },
	{ "millions of dong", "Lương từ 18 triệu/tháng", "VN",
	  "18000000-? VND month" },
	{ "millions of dollars are no pay", "Salary budget of $5M", "US", "" },
	{ "millions of yen are", "¥7M - ¥10M per year", "JP",
	  "7000000-10000000 JPY year" },
	{ "riyals", "الراتب من 8000 إلى 12000 ريال شهرياً", "SA",
	  "8000-12000 SAR month" },
	{ "shekels", "עד 40,000 ש\"ח לחודש", "IL", "?-40000 ILS month" },
	{ "an hour in Ukrainian", "200 грн/год", "UA", "200-200 UAH hour" },
	{ "rand in South Africa", "R45 000 - R60 000 per month", "ZA",
	  "45000-60000 ZAR month" },
	{ "no rand elsewhere", "Salary R45 000 per month", "DE", "" },
	{ "an hour's pay in one word", "Der Stundenlohn beträgt 17,80 €", "DE",
	  "17.8-17.8 EUR hour" },
	{ "a month's pay in one word", "Månadslön 42 000 kr", "SE",
	  "42000-42000 SEK month" },
	{ "pay that only a month can have", "Salaris tussen €4.500 en €6.000",
	  "NL", "4500-6000 EUR month" },
	{ "an amount that a month can hardly have", "Salaris: €12.000", "NL",
	  "12000-12000 EUR ?" },
	{ "a law's least pay", "Mindestgehalt laut KV EUR 2.850,00 brutto/Monat",
	  "AT", "2850-? EUR month" },
	{ "thousands between bars", "120K-160K | Full-time | Remote", "US",
	  "120000-160000 ? year" },
	{ "the same of no country", "120K-160K | Full-time | Remote", "",
	  "120000-160000 ? ?" },
	{ "cents as they are written", "$28.15 - $34.75 hourly", "US",
	  "28.15-34.75 USD hour" },
	{ "digits of Arabic", "الراتب: ٨٬٠٠٠ ريال شهرياً", "SA",
	  "8000-8000 SAR month" },
	{ "full-width digits", "月給２５万円～３５万円", "JP",
	  "250000-350000 JPY month" },
	{ "places below ten thousand", "日給1万2000円", "JP",
	  "12000-12000 JPY day" },
	{ "a slash between the ends", "RAL 28.000/32.000 €", "IT",
	  "28000-32000 EUR year" },
	{ "a slash before something else", "$20/24 hours of support", "US", "" },
	{ "a word that holds another", "Bolsa-auxílio: R$ 1.800,00", "BR",
	  "1800-1800 BRL month" },
	{ "points are no pay", "복지포인트 연 200만원", "KR", "" },
	{ "an upper end behind", "月額 800,000円まで", "JP",
	  "?-800000 JPY month" },
	{ "what comes beside it", "底薪5000元+提成", "CN",
	  "5000-5000 CNY month" },
	{ "a word for pay behind", "Net 40.000 TL maaş + yol", "TR",
	  "40000-40000 TRY month" },
	{ "a profit behind is none", "We made $400,000 net profit", "US", "" },
	{ "a least and a most", "Min: $85,000 - Max: $110,000", "US",
	  "85000-110000 USD year" },
	{ "thousands of something else", "Clusters of 10k-20k nodes | Remote", "US",
	  "" },
	{ "a salary and thousands of people", "Salary by our team of 50k-60k people",
	  "US", "" },
	{ "a text that ends within the sign of a factor", "$14\xc3", "US", "" },
	{ "a headline's part", "Berlin | REMOTE | $100k+ | Full time", "",
	  "100000-? ? ?" },
	{ "a part of the week is no period", "4 days per week - Salary 40,000 EUR",
	  "DE", "40000-40000 EUR year" },
	{ "a benefit is no pay", "Commuter benefit of $280 per month", "US", "" },
	{ "remote is no OTE", "Remote: we won $45,000 once", "US", "" },
	{ "a range with a shared factor", "Acme | Berlin | $120k-150k", "US",
	  "120000-150000 USD year" },
	{ "thousands that only the second end has", "Developers | €40-65,000",
	  "DE", "40000-65000 EUR year" },
	{ "an address's path is no period",
	  "Austin | Salary $80-140k | https://mesh.example", "US",
	  "80000-140000 USD year" },
	{ "an address's words do not deny it",
	  "https://www.prize.example/ | $110k-150k + equity", "US",
	  "110000-150000 USD year" },
	{ "salary and equity", "Salary and equity are competitive ($110K-$175K)",
	  "US", "110000-175000 USD year" },
	{ "equity alone", "Equity worth $110K-$175K", "US", "" },
	{ "what a course costs", "Instead of spending $10,000 to $20,000", "US",
	  "" },
	{ "a sign alone leaves the currency open", "$120k-150k", "",
	  "120000-150000 ? ?" },
	{ "a sign in Canada", "Salary: $120,000 - $150,000", "CA",
	  "120000-150000 CAD year" },
	{ "a code behind the sign", "$120,000 - $150,000 CAD per year", "US",
	  "120000-150000 CAD year" },
	{ "points as groups", "Gehalt: €60.000 – 80.000", "DE",
	  "60000-80000 EUR year" },
	{ "euro behind", "60.000 € - 80.000 € brutto/Jahr", "DE",
	  "60000-80000 EUR year" },
	{ "a year in Latin", "£45,000 per annum", "GB", "45000-45000 GBP year" },
	{ "apostrophes as groups", "Lohn CHF 110'000", "CH",
	  "110000-110000 CHF year" },
	{ "currency behind the range", "120-150K USD", "",
	  "120000-150000 USD year" },
	{ "an hour", "25 USD/hour", "", "25-25 USD hour" },
	{ "an hourly range", "Pay: $25.50 - $31.75 per hour", "US",
	  "25.5-31.75 USD hour" },
	{ "Chinese years", "年薪30万-50万", "CN", "300000-500000 CNY year" },
	{ "Chinese months", "月薪20-30K", "CN", "20000-30000 CNY month" },
	{ "thousands without country", "月薪20-30K", "", "20000-30000 ? month" },
	{ "lakhs", "₹12-18 LPA", "IN", "1200000-1800000 INR year" },
	{ "lakhs without a sign", "CTC 12-18 LPA", "",
	  "1200000-1800000 INR year" },
	{ "Indian groups", "Salary ₹12,00,000 - ₹18,00,000 per annum", "IN",
	  "1200000-1800000 INR year" },
	{ "reals a month", "R$ 8.000/mês", "BR", "8000-8000 BRL month" },
	{ "reals with decimals", "Salário: R$ 8.000,50 por mês", "BR",
	  "8000.5-8000.5 BRL month" },
	{ "yen", "年収 600万円～900万円", "JP", "6000000-9000000 JPY year" },
	{ "an hour in yen", "時給1,500円", "JP", "1500-1500 JPY hour" },
	{ "won", "연봉 4,000만원~6,000만원", "KR",
	  "40000000-60000000 KRW year" },
	{ "roubles from", "Зарплата: от 150 000 руб. в месяц", "RU",
	  "150000-? RUB month" },
	{ "zloty", "Wynagrodzenie: 15 000 - 20 000 zł miesięcznie", "PL",
	  "15000-20000 PLN month" },
	{ "kronor", "Lön: 45 000 - 55 000 kr i månaden", "SE",
	  "45000-55000 SEK month" },
	{ "French", "Salaire : 45 000 € à 55 000 € brut annuel", "FR",
	  "45000-55000 EUR year" },
	{ "French k€", "Rémunération 45-55 k€", "FR", "45000-55000 EUR year" },
	{ "Spanish", "Salario: 30.000€ - 40.000€ brutos al año", "ES",
	  "30000-40000 EUR year" },
	{ "up to", "Salary up to £80k", "GB", "?-80000 GBP year" },
	{ "from", "Gehalt ab 55.000 €", "DE", "55000-? EUR year" },
	{ "a day rate", "Tagessatz: 600 € pro Tag", "DE", "600-600 EUR day" },
	{ "money raised is no pay", "We raised $50M in Series B", "US", "" },
	{ "nor raised in full", "We have raised $50,000,000 from investors",
	  "US", "" },
	{ "a bonus is no pay", "$5,000 signing bonus", "US", "" },
	{ "a retirement plan is no pay", "401k match and health insurance",
	  "US", "" },
	{ "a budget is no pay", "Learning budget of $2,000 per year", "US", "" },
	{ "revenue is no pay", "$20k-$30k in revenue", "US", "" },
	{ "years of experience are no pay", "5-10 years, 100,000 users", "US",
	  "" },
	{ "pay before a bonus",
	  "Base salary: $150,000 - $180,000 plus bonus and equity", "US",
	  "150000-180000 USD year" },
	{ "pay after money raised",
	  "We raised $50M.\n\nSalary range: $100,000-$120,000", "US",
	  "100000-120000 USD year" },
	{ "no currency, no pay", "Salary: 120,000", "", "" },
	{ "digits without end", "salary $99999999999999999999999", "US", "" },
	{ "nothing", "", "US", "" },
	{ "a sign at the end", "salary $", "US", "" },
};

static void describe(bool found, const struct ad_pay *p, struct buf *out)
{
	buf_add_text(out, "");
	if (!found)
		return;
	for (int i = 0; i < 2; i++) {
		double value = i ? p->max : p->min;

		if (value > 0)
			buf_printf(out, "%.15g", value);
		else
			buf_add_char(out, '?');
		buf_add_char(out, i ? ' ' : '-');
	}
	buf_printf(out, "%s %s", *p->currency ? p->currency : "?",
		   p->period ? pay_period_name(p->period) : "?");
}

static void text_gives_pay(void **state)
{
	const struct pay_case *c = *state;
	struct ad_pay          pay = { 0 };
	struct buf             got = BUF_INIT;
	size_t                 len = strlen(c->text);
	char                  *text = malloc(len + 1);
	bool                   found;

	/* No byte behind it: what reads on is found by a sanitizer. */
	text = realloc(memcpy(text, c->text, len + 1), len + !len);
	found = pay_find((struct span){ text, len }, c->country, &pay);

	describe(found, &pay, &got);
	assert_string_equal(got.ptr, c->want);
	if (found)
		assert_true(span_is(pay.source, "text"));
	free(text);
	buf_deinit(&got);
}

static void stated_pay_comes_first(void **state)
{
	struct ad     ad = { .title = SPAN("Engineer, $200k-250k"),
			     .pay = { 90000, 0, "EUR", PAY_YEAR, { NULL, 0 } } };
	struct ad_pay pay;

	(void)state;
	pay = pay_of_ad(&ad, "US");

	assert_true(pay.min == 90000);
	assert_true(span_is(pay.source, "stated"));
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + 1] = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[i].name = cases[i].name;
		tests[i].test_func = text_gives_pay;
		tests[i].initial_state = (void *)&cases[i];
	}
	tests[ARRAY_LEN(cases)].name = "stated pay comes first";
	tests[ARRAY_LEN(cases)].test_func = stated_pay_comes_first;
	return cmocka_run_group_tests_name("pay", tests, NULL, NULL);
}
