#include "enrich/pay_words.h"

#include "base/mem.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#define BEFORE_BYTES 80 /* of the words before an amount that count */
#define PERIOD_BYTES 40 /* behind an amount in which the period stands */
#define AFTER_BYTES 16  /* behind an amount: "$5,000 bonus" */

struct pay_word {
	const char *text; /* ASCII in any case */
	int         is;   /* enum pay_period, or enum pay_subject */
};

/* Behind an amount, or right before it ("Hourly rate: $25"). */
static const struct pay_word period_words[] = {
	{ "per hour", PAY_HOUR }, { "/hour", PAY_HOUR }, { "/ hour", PAY_HOUR },
	{ "/hr", PAY_HOUR }, { "/ hr", PAY_HOUR }, { "/h", PAY_HOUR },
	{ "an hour", PAY_HOUR }, { "hourly", PAY_HOUR }, { "per hr", PAY_HOUR },
	{ "pro stunde", PAY_HOUR }, { "/std", PAY_HOUR },
	{ "/stunde", PAY_HOUR }, { "stundenlohn", PAY_HOUR },
	{ "de l'heure", PAY_HOUR }, { "/heure", PAY_HOUR },
	{ "par heure", PAY_HOUR }, { "por hora", PAY_HOUR },
	{ "/hora", PAY_HOUR }, { "all'ora", PAY_HOUR }, { "per uur", PAY_HOUR },
	{ "/uur", PAY_HOUR }, { "/godz", PAY_HOUR }, { "в час", PAY_HOUR },
	{ "/час", PAY_HOUR }, { "时薪", PAY_HOUR }, { "時薪", PAY_HOUR },
	{ "/小时", PAY_HOUR }, { "時給", PAY_HOUR }, { "시급", PAY_HOUR },
	{ "i timmen", PAY_HOUR }, { "/tim", PAY_HOUR },
	{ "per day", PAY_DAY }, { "/day", PAY_DAY }, { "/ day", PAY_DAY },
	{ "a day", PAY_DAY }, { "daily", PAY_DAY }, { "day rate", PAY_DAY },
	{ "p/d", PAY_DAY }, { "pro tag", PAY_DAY }, { "/tag", PAY_DAY },
	{ "tagessatz", PAY_DAY }, { "par jour", PAY_DAY },
	{ "/jour", PAY_DAY }, { "/j", PAY_DAY }, { "tjm", PAY_DAY },
	{ "al día", PAY_DAY }, { "por dia", PAY_DAY }, { "/dia", PAY_DAY },
	{ "日薪", PAY_DAY }, { "/天", PAY_DAY }, { "日給", PAY_DAY },
	{ "per week", PAY_WEEK }, { "/week", PAY_WEEK }, { "/wk", PAY_WEEK },
	{ "a week", PAY_WEEK }, { "weekly", PAY_WEEK },
	{ "pro woche", PAY_WEEK }, { "per month", PAY_MONTH },
	{ "/month", PAY_MONTH }, { "/ month", PAY_MONTH },
	{ "a month", PAY_MONTH }, { "monthly", PAY_MONTH },
	{ "/mo", PAY_MONTH }, { "pcm", PAY_MONTH }, { "per maand", PAY_MONTH },
	{ "/maand", PAY_MONTH }, { "/monat", PAY_MONTH },
	{ "monatlich", PAY_MONTH }, { "pro monat", PAY_MONTH },
	{ "im monat", PAY_MONTH }, { "par mois", PAY_MONTH },
	{ "/mois", PAY_MONTH }, { "mensuel", PAY_MONTH },
	{ "al mes", PAY_MONTH }, { "/mes", PAY_MONTH },
	{ "mensual", PAY_MONTH }, { "por mês", PAY_MONTH },
	{ "/mês", PAY_MONTH }, { "mensal", PAY_MONTH },
	{ "por mes", PAY_MONTH }, { "al mese", PAY_MONTH },
	{ "mensile", PAY_MONTH }, { "mensili", PAY_MONTH },
	{ "miesięcznie", PAY_MONTH }, { "/mies", PAY_MONTH },
	{ "/m-c", PAY_MONTH }, { "měsíčně", PAY_MONTH },
	{ "/měsíc", PAY_MONTH }, { "i månaden", PAY_MONTH },
	{ "/månad", PAY_MONTH }, { "/mån", PAY_MONTH },
	{ "pr. måned", PAY_MONTH }, { "в месяц", PAY_MONTH },
	{ "/мес", PAY_MONTH }, { "на місяць", PAY_MONTH },
	{ "月薪", PAY_MONTH }, { "月給", PAY_MONTH }, { "月收入", PAY_MONTH },
	{ "/月", PAY_MONTH }, { "月額", PAY_MONTH }, { "每月", PAY_MONTH },
	{ "월급", PAY_MONTH }, { "/월", PAY_MONTH }, { "aylık", PAY_MONTH },
	{ "/ay", PAY_MONTH }, { "per year", PAY_YEAR }, { "/year", PAY_YEAR },
	{ "/ year", PAY_YEAR }, { "a year", PAY_YEAR }, { "/yr", PAY_YEAR },
	{ "per yr", PAY_YEAR }, { "yearly", PAY_YEAR }, { "annual", PAY_YEAR },
	{ "per annum", PAY_YEAR }, { "p.a", PAY_YEAR }, { "pa ", PAY_YEAR },
	{ "pa.", PAY_YEAR }, { "pa,", PAY_YEAR }, { "/annum", PAY_YEAR },
	{ "annually", PAY_YEAR }, { "/jahr", PAY_YEAR },
	{ "pro jahr", PAY_YEAR }, { "im jahr", PAY_YEAR },
	{ "jährlich", PAY_YEAR }, { "jahresgehalt", PAY_YEAR },
	{ "jahresbrutto", PAY_YEAR }, { "par an", PAY_YEAR },
	{ "/an", PAY_YEAR }, { "annuel", PAY_YEAR }, { "al año", PAY_YEAR },
	{ "/año", PAY_YEAR }, { "anual", PAY_YEAR }, { "/ano", PAY_YEAR },
	{ "por ano", PAY_YEAR }, { "annui", PAY_YEAR }, { "annuo", PAY_YEAR },
	{ "annua lorda", PAY_YEAR }, { "per jaar", PAY_YEAR },
	{ "/jaar", PAY_YEAR }, { "rocznie", PAY_YEAR }, { "ročně", PAY_YEAR },
	{ "в год", PAY_YEAR }, { "/год", PAY_YEAR }, { "per år", PAY_YEAR },
	{ "/år", PAY_YEAR }, { "年薪", PAY_YEAR }, { "年収", PAY_YEAR },
	{ "年俸", PAY_YEAR }, { "/年", PAY_YEAR }, { "연봉", PAY_YEAR },
	{ "lpa", PAY_YEAR }, { "yıllık", PAY_YEAR }, { "ctc", PAY_YEAR },
	{ "bruttojahr", PAY_YEAR }, { "brut annuel", PAY_YEAR },
	{ "stundensatz", PAY_HOUR },
	{ "taux horaire", PAY_HOUR },
	{ "l'ora", PAY_HOUR },
	{ "compenso orario", PAY_HOUR },
	{ "paga oraria", PAY_HOUR },
	{ "retribuzione oraria", PAY_HOUR },
	{ "tarifa horaria", PAY_HOUR },
	{ "uurloon", PAY_HOUR },
	{ "uurtarief", PAY_HOUR },
	{ "timlön", PAY_HOUR },
	{ "timelønn", PAY_HOUR },
	{ "timeløn", PAY_HOUR },
	{ "per time", PAY_HOUR },
	{ "i timen", PAY_HOUR },
	{ "pr. time", PAY_HOUR },
	{ "tuntipalkka", PAY_HOUR },
	{ "tunnissa", PAY_HOUR },
	{ "/t ", PAY_HOUR },
	{ "na godzinę", PAY_HOUR },
	{ "za godzinę", PAY_HOUR },
	{ "godzinowa", PAY_HOUR },
	{ "godzinę", PAY_HOUR },
	{ "/hod", PAY_HOUR },
	{ "hodinová", PAY_HOUR },
	{ "za hodinu", PAY_HOUR },
	{ "saatlik", PAY_HOUR },
	{ "/saat", PAY_HOUR },
	{ "na годину", PAY_HOUR },
	{ "за годину", PAY_HOUR },
	{ "órabér", PAY_HOUR },
	{ "Órabér", PAY_HOUR },
	{ "óradíj", PAY_HOUR },
	{ "/óra", PAY_HOUR },
	{ "pe oră", PAY_HOUR },
	{ "/oră", PAY_HOUR },
	{ "την ώρα", PAY_HOUR },
	{ "/ώρα", PAY_HOUR },
	{ "ωρομίσθιο", PAY_HOUR },
	{ "بالساعة", PAY_HOUR },
	{ "في الساعة", PAY_HOUR },
	{ "לשעה", PAY_HOUR },
	{ "שעתי", PAY_HOUR },
	{ "प्रति घंटा", PAY_HOUR },
	{ "/giờ", PAY_HOUR },
	{ "per jam", PAY_HOUR },
	{ "/jam", PAY_HOUR },
	{ "ชั่วโมง", PAY_HOUR },
	{ "시간당", PAY_HOUR },
	{ "dzienna", PAY_DAY },
	{ "dniówka", PAY_DAY },
	{ "dziennie", PAY_DAY },
	{ "dagvergoeding", PAY_DAY },
	{ "per dag", PAY_DAY },
	{ "päivässä", PAY_DAY },
	{ "denně", PAY_DAY },
	{ "za den", PAY_DAY },
	{ "в день", PAY_DAY },
	{ "на день", PAY_DAY },
	{ "günlük", PAY_DAY },
	{ "日当", PAY_DAY },
	{ "일급", PAY_DAY },
	{ "일당", PAY_DAY },
	{ "يوميا", PAY_DAY },
	{ "في اليوم", PAY_DAY },
	{ "ליום", PAY_DAY },
	{ "प्रति दिन", PAY_DAY },
	{ "/ngày", PAY_DAY },
	{ "per hari", PAY_DAY },
	{ "/hari", PAY_DAY },
	{ "รายวัน", PAY_DAY },
	{ "ต่อวัน", PAY_DAY },
	{ "/วัน", PAY_DAY },
	{ "por día", PAY_DAY },
	{ "al giorno", PAY_DAY },
	{ "pe zi", PAY_DAY },
	{ "naponta", PAY_DAY },
	{ "/woche", PAY_WEEK },
	{ "par semaine", PAY_WEEK },
	{ "por semana", PAY_WEEK },
	{ "alla settimana", PAY_WEEK },
	{ "per vecka", PAY_WEEK },
	{ "per uge", PAY_WEEK },
	{ "per uke", PAY_WEEK },
	{ "/semaine", PAY_WEEK },
	{ "주급", PAY_WEEK },
	{ "周薪", PAY_WEEK },
	{ "mtl", PAY_MONTH },
	{ "monatsgehalt", PAY_MONTH },
	{ "monatslohn", PAY_MONTH },
	{ "bruttomonat", PAY_MONTH },
	{ "monatsentgelt", PAY_MONTH },
	{ "mensuels", PAY_MONTH },
	{ "maandsalaris", PAY_MONTH },
	{ "maandloon", PAY_MONTH },
	{ "bruto per maand", PAY_MONTH },
	{ "månadslön", PAY_MONTH },
	{ "per månad", PAY_MONTH },
	{ "månedsløn", PAY_MONTH },
	{ "månedslønn", PAY_MONTH },
	{ "om måneden", PAY_MONTH },
	{ "per måned", PAY_MONTH },
	{ "i måneden", PAY_MONTH },
	{ "kuukaudessa", PAY_MONTH },
	{ "kuukausipalkka", PAY_MONTH },
	{ "/kk", PAY_MONTH },
	{ "na miesiąc", PAY_MONTH },
	{ "miesiąc", PAY_MONTH },
	{ "miesięczne", PAY_MONTH },
	{ "/měs", PAY_MONTH },
	{ "měsíc", PAY_MONTH },
	{ "mesačne", PAY_MONTH },
	{ "havonta", PAY_MONTH },
	{ "/hó", PAY_MONTH },
	{ "havi ", PAY_MONTH },
	{ "pe lună", PAY_MONTH },
	{ "/lună", PAY_MONTH },
	{ "μηνιαί", PAY_MONTH },
	{ "τον μήνα", PAY_MONTH },
	{ "/μήνα", PAY_MONTH },
	{ "το μήνα", PAY_MONTH },
	{ "شهري", PAY_MONTH },
	{ "شهريا", PAY_MONTH },
	{ "في الشهر", PAY_MONTH },
	{ "לחודש", PAY_MONTH },
	{ "חודשי", PAY_MONTH },
	{ "प्रति माह", PAY_MONTH },
	{ "महीना", PAY_MONTH },
	{ "मासिक", PAY_MONTH },
	{ "/tháng", PAY_MONTH },
	{ "tháng", PAY_MONTH },
	{ "một tháng", PAY_MONTH },
	{ "per bulan", PAY_MONTH },
	{ "/bulan", PAY_MONTH },
	{ "bulanan", PAY_MONTH },
	{ "เดือน", PAY_MONTH },
	{ "月収", PAY_MONTH },
	{ "月收", PAY_MONTH },
	{ "月额", PAY_MONTH },
	{ "월 ", PAY_MONTH },
	{ "월수입", PAY_MONTH },
	{ "毎月", PAY_MONTH },
	{ "/mese", PAY_MONTH },
	{ "mensais", PAY_MONTH },
	{ "mensuales", PAY_MONTH },
	{ "bruttojahres", PAY_YEAR },
	{ "jahreslohn", PAY_YEAR },
	{ "jahreszielgehalt", PAY_YEAR },
	{ "mindestjahres", PAY_YEAR },
	{ "l'anno", PAY_YEAR },
	{ "all'anno", PAY_YEAR },
	{ "jaarsalaris", PAY_YEAR },
	{ "bruto per jaar", PAY_YEAR },
	{ "årslön", PAY_YEAR },
	{ "årsløn", PAY_YEAR },
	{ "Årsløn", PAY_YEAR },
	{ "Årslön", PAY_YEAR },
	{ "årlig", PAY_YEAR },
	{ "om året", PAY_YEAR },
	{ "i året", PAY_YEAR },
	{ "vuosipalkka", PAY_YEAR },
	{ "vuodessa", PAY_YEAR },
	{ "/v ", PAY_YEAR },
	{ "roczne", PAY_YEAR },
	{ "roczna", PAY_YEAR },
	{ "na rok", PAY_YEAR },
	{ "/rok", PAY_YEAR },
	{ "évente", PAY_YEAR },
	{ "/év", PAY_YEAR },
	{ "éves", PAY_YEAR },
	{ "pe an", PAY_YEAR },
	{ "ετησί", PAY_YEAR },
	{ "τον χρόνο", PAY_YEAR },
	{ "سنوي", PAY_YEAR },
	{ "في السنة", PAY_YEAR },
	{ "לשנה", PAY_YEAR },
	{ "שנתי", PAY_YEAR },
	{ "प्रति वर्ष", PAY_YEAR },
	{ "सालाना", PAY_YEAR },
	{ "/năm", PAY_YEAR },
	{ "per tahun", PAY_YEAR },
	{ "/tahun", PAY_YEAR },
	{ "ต่อปี", PAY_YEAR },
	{ "/ปี", PAY_YEAR },
	{ "연 ", PAY_YEAR },
	{ "년 ", PAY_YEAR },
	{ "bruts annuels", PAY_YEAR },
	{ "brut/an", PAY_YEAR },
	{ "per anno", PAY_YEAR },
	{ "на рік", PAY_YEAR },
	{ "на год", PAY_YEAR },
	{ "p.h.", PAY_HOUR },
	{ "p/h", PAY_HOUR },
	{ "/std.", PAY_HOUR },
	{ "pro std", PAY_HOUR },
	{ "je stunde", PAY_HOUR },
	{ "per timme", PAY_HOUR },
	{ "/timme", PAY_HOUR },
	{ "pr time", PAY_HOUR },
	{ "/tunti", PAY_HOUR },
	{ "/hodina", PAY_HOUR },
	{ "за час", PAY_HOUR },
	{ "руб/ч", PAY_HOUR },
	{ "/ч ", PAY_HOUR },
	{ "/година", PAY_HOUR },
	{ "/год.", PAY_HOUR },
	{ "/时", PAY_HOUR },
	{ "每小时", PAY_HOUR },
	{ "/小時", PAY_HOUR },
	{ "每小時", PAY_HOUR },
	{ "ph ", PAY_HOUR },
	{ "pro arbeitstag", PAY_DAY },
	{ "tagsatz", PAY_DAY },
	{ "tageshonorar", PAY_DAY },
	{ "per dygn", PAY_DAY },
	{ "ht/jour", PAY_DAY },
	{ "/den", PAY_DAY },
	{ "за смену", PAY_DAY },
	{ "/日", PAY_DAY },
	{ "每天", PAY_DAY },
	{ "p.w.", PAY_WEEK },
	{ "p/w", PAY_WEEK },
	{ "semanales", PAY_WEEK },
	{ "semanal", PAY_WEEK },
	{ "viikossa", PAY_WEEK },
	{ "týdně", PAY_WEEK },
	{ "fortnight", PAY_WEEK },
	{ "p.m.", PAY_MONTH },
	{ "p/m", PAY_MONTH },
	{ "p. m.", PAY_MONTH },
	{ "every month", PAY_MONTH },
	{ "each month", PAY_MONTH },
	{ "monatl", PAY_MONTH },
	{ "je monat", PAY_MONTH },
	{ "mensuelle", PAY_MONTH },
	{ "mesečno", PAY_MONTH },
	{ "pr. md", PAY_MONTH },
	{ "/md", PAY_MONTH },
	{ "månedlig", PAY_MONTH },
	{ "mnd", PAY_MONTH },
	{ "kuussa", PAY_MONTH },
	{ "/kuukausi", PAY_MONTH },
	{ "/mesiac", PAY_MONTH },
	{ "ежемесячно", PAY_MONTH },
	{ "за месяц", PAY_MONTH },
	{ "/міс", PAY_MONTH },
	{ "за місяць", PAY_MONTH },
	{ "щомісяця", PAY_MONTH },
	{ "на месяц", PAY_MONTH },
	{ "一个月", PAY_MONTH },
	{ "個月", PAY_MONTH },
	{ "元/月", PAY_MONTH },
	{ "/luna", PAY_MONTH },
	{ "pe luna", PAY_MONTH },
	{ "quincenal mensual", PAY_MONTH },
	{ "pr. mnd", PAY_MONTH },
	{ "p. a.", PAY_YEAR },
	{ "p/a", PAY_YEAR },
	{ "jährl", PAY_YEAR },
	{ "je jahr", PAY_YEAR },
	{ "jahresfix", PAY_YEAR },
	{ "annuelle", PAY_YEAR },
	{ "anuales", PAY_YEAR },
	{ "al ano", PAY_YEAR },
	{ "b/a", PAY_YEAR },
	{ "pr. år", PAY_YEAR },
	{ "pr år", PAY_YEAR },
	{ "årslønn", PAY_YEAR },
	{ "årligt", PAY_YEAR },
	{ "/vuosi", PAY_YEAR },
	{ "ročný", PAY_YEAR },
	{ "годовых", PAY_YEAR },
	{ "рік", PAY_YEAR },
	{ "kpa", PAY_YEAR },
	{ "ετήσιο", PAY_YEAR },
	{ "το χρόνο", PAY_YEAR },
	{ "一年", PAY_YEAR },
	{ "每年", PAY_YEAR },
};

/* Before an amount; the nearest decides. */
static const struct pay_word subject_words[] = {
	{ "salary", SUBJECT_PAY },
	{ "salaries", SUBJECT_PAY },
	{ "compensation", SUBJECT_PAY },
	{ "base pay", SUBJECT_PAY },
	{ "pay range", SUBJECT_PAY },
	{ "pay:", SUBJECT_PAY },
	{ "pay rate", SUBJECT_PAY },
	{ "pay scale", SUBJECT_PAY },
	{ "the pay", SUBJECT_PAY },
	{ "wage", SUBJECT_PAY },
	{ "remuneration", SUBJECT_PAY },
	{ "ote", SUBJECT_PAY },
	{ "rate:", SUBJECT_PAY },
	{ "rate of", SUBJECT_PAY },
	{ "earn ", SUBJECT_PAY },
	{ "earning", SUBJECT_PAY },
	{ "paying", SUBJECT_PAY },
	{ "ctc", SUBJECT_PAY },
	{ "package", SUBJECT_PAY },
	{ "base range", SUBJECT_PAY },
	{ "comp:", SUBJECT_PAY },
	{ "gehalt", SUBJECT_PAY },
	{ "vergütung", SUBJECT_PAY },
	{ "lohn", SUBJECT_PAY },
	{ "entgelt", SUBJECT_PAY },
	{ "verdienst", SUBJECT_PAY },
	{ "salaire", SUBJECT_PAY },
	{ "rémunération", SUBJECT_PAY }, { "salario", SUBJECT_PAY },
	{ "sueldo", SUBJECT_PAY }, { "remuneración", SUBJECT_PAY },
	{ "retribución", SUBJECT_PAY }, { "salário", SUBJECT_PAY },
	{ "remuneração", SUBJECT_PAY }, { "stipendio", SUBJECT_PAY },
	{ "retribuzione", SUBJECT_PAY },
	{ "ral ", SUBJECT_PAY },
	{ "salaris", SUBJECT_PAY },
	{ "loon", SUBJECT_PAY },
	{ "lön", SUBJECT_PAY },
	{ "lønn", SUBJECT_PAY },
	{ "palkka", SUBJECT_PAY }, { "wynagrodzenie", SUBJECT_PAY },
	{ "zarobki", SUBJECT_PAY },
	{ "widełki", SUBJECT_PAY },
	{ "mzda", SUBJECT_PAY },
	{ "plat ", SUBJECT_PAY },
	{ "fizetés", SUBJECT_PAY },
	{ "salariu", SUBJECT_PAY },
	{ "maaş", SUBJECT_PAY },
	{ "зарплата", SUBJECT_PAY },
	{ "оклад", SUBJECT_PAY },
	{ "з/п", SUBJECT_PAY },
	{ "доход", SUBJECT_PAY },
	{ "зп ", SUBJECT_PAY },
	{ "薪", SUBJECT_PAY },
	{ "给", SUBJECT_PAY },
	{ "給", SUBJECT_PAY },
	{ "年収", SUBJECT_PAY },
	{ "待遇", SUBJECT_PAY }, { "연봉", SUBJECT_PAY }, { "급여", SUBJECT_PAY },
	{ "월급", SUBJECT_PAY }, { "시급", SUBJECT_PAY }, { "lương", SUBJECT_PAY },
	{ "gaji", SUBJECT_PAY },
	{ "เงินเดือน", SUBJECT_PAY },
	{ "راتب", SUBJECT_PAY },
{ "gratification", SUBJECT_PAY },
	{ "stundensatz", SUBJECT_PAY },
	{ "tagessatz", SUBJECT_PAY },
	{ "tarif", SUBJECT_PAY },
	{ "besoldung", SUBJECT_PAY },
	{ "μισθ", SUBJECT_PAY },
	{ "Μισθ", SUBJECT_PAY },
	{ "αποδοχ", SUBJECT_PAY },
	{ "שכר", SUBJECT_PAY },
	{ "वेतन", SUBJECT_PAY },
	{ "सैलरी", SUBJECT_PAY },
	{ "thu nhập", SUBJECT_PAY },
	{ "Thu nhập", SUBJECT_PAY },
	{ "Lương", SUBJECT_PAY },
	{ "mức lương", SUBJECT_PAY },
	{ "bruttó", SUBJECT_PAY },
	{ "Bruttó", SUBJECT_PAY },
	{ "órabér", SUBJECT_PAY },
	{ "Órabér", SUBJECT_PAY },
	{ "bér ", SUBJECT_PAY },
	{ "ücret", SUBJECT_PAY },
	{ "Ücret", SUBJECT_PAY },
	{ "stawka", SUBJECT_PAY },
	{ "compenso", SUBJECT_PAY },
	{ "løn", SUBJECT_PAY },
	{ "Løn", SUBJECT_PAY },
	{ "Lönn", SUBJECT_PAY },
	{ "Lön", SUBJECT_PAY },
	{ "årsløn", SUBJECT_PAY },
	{ "Årsløn", SUBJECT_PAY },
	{ "palkan", SUBJECT_PAY },
	{ "ansio", SUBJECT_PAY },
	{ "zarplata", SUBJECT_PAY },
	{ "Зарплата", SUBJECT_PAY },
	{ "Оклад", SUBJECT_PAY },
	{ "З/п", SUBJECT_PAY },
	{ "заробітна", SUBJECT_PAY },
	{ "Заробітна", SUBJECT_PAY },
	{ "оплата", SUBJECT_PAY },
	{ "Оплата", SUBJECT_PAY },
	{ "tjm", SUBJECT_PAY },
	{ "taux", SUBJECT_PAY },
	{ "honorar", SUBJECT_PAY },
	{ "tarief", SUBJECT_PAY },
	{ "vergoeding per", SUBJECT_PAY },
	{ "ค่าจ้าง", SUBJECT_PAY },
	{ "รายได้", SUBJECT_PAY },
	{ "일급", SUBJECT_PAY },
	{ "월 ", SUBJECT_PAY },
	{ "연 ", SUBJECT_PAY },
	{ "月収", SUBJECT_PAY },
	{ "年俸", SUBJECT_PAY },
	{ "賃金", SUBJECT_PAY },
	{ "odměna", SUBJECT_PAY },
	{ "venit", SUBJECT_PAY },
	{ "day rate", SUBJECT_PAY },
	{ "hourly", SUBJECT_PAY },
	{ "rate range", SUBJECT_PAY },
	{ "base:", SUBJECT_PAY },
	{ "total cash", SUBJECT_PAY },
	{ "grade ", SUBJECT_PAY },
	{ "payscale", SUBJECT_PAY },
{ "pays ", SUBJECT_PAY },
	{ "grundgehalt", SUBJECT_PAY },
	{ "fixgehalt", SUBJECT_PAY },
	{ "fixum", SUBJECT_PAY },
	{ "brutto", SUBJECT_PAY },
	{ "netto", SUBJECT_PAY },
	{ "bruto", SUBJECT_PAY },
	{ "brut ", SUBJECT_PAY },
	{ "remunera", SUBJECT_PAY },
	{ "rémunérat", SUBJECT_PAY },
	{ "percepción", SUBJECT_PAY },
	{ "ordenado", SUBJECT_PAY },
	{ "bolsa", SUBJECT_PAY },
	{ "paga ", SUBJECT_PAY },
	{ "lordi", SUBJECT_PAY },
	{ "ral:", SUBJECT_PAY },
	{ "earn", SUBJECT_PAY },
	{ "vencimento", SUBJECT_PAY },
	{ "nómina", SUBJECT_PAY },
	{ "fixe ", SUBJECT_PAY },
	{ "лв", SUBJECT_PAY },
	{ "заплата", SUBJECT_PAY },
	{ "plaća", SUBJECT_PAY },
	{ "plata", SUBJECT_PAY },
	{ "palk", SUBJECT_PAY },
	{ "alga", SUBJECT_PAY },
	{ "atlygin", SUBJECT_PAY },
	{ "zarob", SUBJECT_PAY },
	{ "pensja", SUBJECT_PAY },
	{ "stawki", SUBJECT_PAY },
	{ "mzdu", SUBJECT_PAY },
	{ "nástupn", SUBJECT_PAY },
	{ "výplata", SUBJECT_PAY },
	{ "plat:", SUBJECT_PAY },
	{ "fizu", SUBJECT_PAY },
	{ "kereset", SUBJECT_PAY },
	{ "salariul", SUBJECT_PAY },
	{ "μισθό", SUBJECT_PAY },
	{ "الأجر", SUBJECT_PAY },
	{ "शुल्क", SUBJECT_PAY },
	{ "ค่าตอบแทน", SUBJECT_PAY },
	{ "収入", SUBJECT_PAY },
	{ "給与", SUBJECT_PAY },
	{ "月給", SUBJECT_PAY },
	{ "時給", SUBJECT_PAY },
	{ "日給", SUBJECT_PAY },
	{ "薪酬", SUBJECT_PAY },
	{ "薪水", SUBJECT_PAY },
	{ "工资", SUBJECT_PAY },
	{ "工資", SUBJECT_PAY },
	{ "底薪", SUBJECT_PAY },
	{ "임금", SUBJECT_PAY },
	{ "보수", SUBJECT_PAY },
	{ "raised", SUBJECT_NO_PAY }, { "raising", SUBJECT_NO_PAY },
	{ "funding", SUBJECT_NO_PAY }, { "funded", SUBJECT_NO_PAY },
	{ "series ", SUBJECT_NO_PAY }, { "revenue", SUBJECT_NO_PAY },
	{ "valu", SUBJECT_NO_PAY }, { "bonus", SUBJECT_NO_PAY },
	{ "invest", SUBJECT_NO_PAY }, { "grant", SUBJECT_NO_PAY },
	{ "stipend ", SUBJECT_NO_PAY }, { "budget", SUBJECT_NO_PAY },
	{ "allowance", SUBJECT_NO_PAY }, { "reimburse", SUBJECT_NO_PAY },
	{ "401", SUBJECT_NO_PAY },
	{ "fund ", SUBJECT_NO_PAY },
	{ "sales of", SUBJECT_NO_PAY },
	{ "assets", SUBJECT_NO_PAY }, { "insurance", SUBJECT_NO_PAY },
	{ "referral", SUBJECT_NO_PAY }, { "relocation", SUBJECT_NO_PAY },
	{ "tuition", SUBJECT_NO_PAY }, { "saving", SUBJECT_NO_PAY },
	{ "worth", SUBJECT_NO_PAY }, { "deductible", SUBJECT_NO_PAY },
	{ "award", SUBJECT_NO_PAY }, { "prize", SUBJECT_NO_PAY },
	{ "umsatz", SUBJECT_NO_PAY }, { "chiffre d'affaires", SUBJECT_NO_PAY },
	{ "portfolio", SUBJECT_NO_PAY }, { "contribut", SUBJECT_NO_PAY },
	{ "credit", SUBJECT_NO_PAY }, { "equity", SUBJECT_NO_PAY },
	{ "commission", SUBJECT_NO_PAY }, { "fee", SUBJECT_NO_PAY },
	{ "commuter", SUBJECT_NO_PAY },
	{ "benefit of", SUBJECT_NO_PAY },
	{ "vale ", SUBJECT_NO_PAY },
	{ "vales ", SUBJECT_NO_PAY },
	{ "despensa", SUBJECT_NO_PAY },
	{ "budżet", SUBJECT_NO_PAY },
	{ "Budżet", SUBJECT_NO_PAY },
	{ "deals of", SUBJECT_NO_PAY },
	{ "voucher", SUBJECT_NO_PAY },
	{ "auxílio", SUBJECT_NO_PAY },
	{ "Auxílio", SUBJECT_NO_PAY },
	{ "ajuda de custo", SUBJECT_NO_PAY },
	{ "welfare", SUBJECT_NO_PAY },
	{ "tichete", SUBJECT_NO_PAY },
	{ "buoni pasto", SUBJECT_NO_PAY },
	{ "maaltijd", SUBJECT_NO_PAY },
	{ "stipendium", SUBJECT_NO_PAY },
	{ "étkezési", SUBJECT_NO_PAY },
	{ "cafeteria", SUBJECT_NO_PAY },
	{ "stravenk", SUBJECT_NO_PAY },
	{ "pluxee", SUBJECT_NO_PAY },
	{ "mutuelle", SUBJECT_NO_PAY },
	{ "pension", SUBJECT_NO_PAY },
	{ "ticket resto", SUBJECT_NO_PAY },
	{ "tickets resto", SUBJECT_NO_PAY },
	{ "zuschuss", SUBJECT_NO_PAY },
	{ "gutschein", SUBJECT_NO_PAY },
	{ "prämie", SUBJECT_NO_PAY },
	{ "bono ", SUBJECT_NO_PAY },
	{ "prime de", SUBJECT_NO_PAY },
	{ "bonusy", SUBJECT_NO_PAY },
	{ "ayuda", SUBJECT_NO_PAY },
	{ "subsidio", SUBJECT_NO_PAY },
	{ "ventas", SUBJECT_NO_PAY },
	{ "facturaci", SUBJECT_NO_PAY },
	{ "ventes", SUBJECT_NO_PAY },
	{ "valor de", SUBJECT_NO_PAY },
	{ "omzet", SUBJECT_NO_PAY },
	{ "omsättning", SUBJECT_NO_PAY },
	{ "liikevaihto", SUBJECT_NO_PAY },
	{ "оборот", SUBJECT_NO_PAY },
	{ "выручк", SUBJECT_NO_PAY },
	{ "бюджет", SUBJECT_NO_PAY },
	{ "premia", SUBJECT_NO_PAY },
	{ "dofinansowanie", SUBJECT_NO_PAY },
	{ "ankieta", SUBJECT_NO_PAY },
	{ "förmån", SUBJECT_NO_PAY },
	{ "friskvård", SUBJECT_NO_PAY },
	{ "per diem", SUBJECT_NO_PAY },
	{ "daily allowance", SUBJECT_NO_PAY },
	{ "kontrakt über", SUBJECT_NO_PAY },
	{ "contracts of", SUBJECT_NO_PAY },
	{ "projects of", SUBJECT_NO_PAY },
	{ "projekte", SUBJECT_NO_PAY },
	{ "transactions", SUBJECT_NO_PAY },
	{ "融资", SUBJECT_NO_PAY },
	{ "资产", SUBJECT_NO_PAY },
	{ "売上", SUBJECT_NO_PAY },
	{ "資本金", SUBJECT_NO_PAY },
	{ "매출", SUBJECT_NO_PAY },
	{ "자본금", SUBJECT_NO_PAY },
	{ "조달", SUBJECT_NO_PAY },
	{ "투자", SUBJECT_NO_PAY },
	{ "交通補助", SUBJECT_NO_PAY },
	{ "補助", SUBJECT_NO_PAY },
	{ "补贴", SUBJECT_NO_PAY },
	{ "奖金", SUBJECT_NO_PAY },
	{ "ボーナス", SUBJECT_NO_PAY },
	{ "手当", SUBJECT_NO_PAY },
	{ "보너스", SUBJECT_NO_PAY },
	{ "수당", SUBJECT_NO_PAY },
	{ "人民币投资", SUBJECT_NO_PAY },
	{ "gmv", SUBJECT_NO_PAY },
	{ "arr ", SUBJECT_NO_PAY },
	{ "ebitda", SUBJECT_NO_PAY },
	{ "donation", SUBJECT_NO_PAY },
	{ "scholarship", SUBJECT_NO_PAY },
	{ "damages", SUBJECT_NO_PAY },
	{ "penalt", SUBJECT_NO_PAY },
	{ "fine of", SUBJECT_NO_PAY },
	{ "debt", SUBJECT_NO_PAY },
	{ "mortgage", SUBJECT_NO_PAY },
	{ "loan", SUBJECT_NO_PAY },
	{ "sign-on", SUBJECT_NO_PAY },
	{ "signing", SUBJECT_NO_PAY },
	{ "home office", SUBJECT_NO_PAY },
	{ "wellness", SUBJECT_NO_PAY },
	{ "spenden", SUBJECT_NO_PAY },
	{ "förderung", SUBJECT_NO_PAY },
	{ "finanzier", SUBJECT_NO_PAY },
	{ "levée", SUBJECT_NO_PAY },
	{ "levé", SUBJECT_NO_PAY },
	{ "inversi", SUBJECT_NO_PAY },
	{ "presupuesto", SUBJECT_NO_PAY },
	{ "orçamento", SUBJECT_NO_PAY },
	{ "investimento", SUBJECT_NO_PAY },
	{ "faturamento", SUBJECT_NO_PAY },
	{ "finanziamento", SUBJECT_NO_PAY },
	{ "fatturato", SUBJECT_NO_PAY },
	{ "investering", SUBJECT_NO_PAY },
	{ "financering", SUBJECT_NO_PAY },
	{ "finansiering", SUBJECT_NO_PAY },
	{ "rahoitus", SUBJECT_NO_PAY },
	{ "finansowanie", SUBJECT_NO_PAY },
	{ "inwestycj", SUBJECT_NO_PAY },
	{ "obrat ", SUBJECT_NO_PAY },
	{ "инвестиц", SUBJECT_NO_PAY },
	{ "yatırım", SUBJECT_NO_PAY },
	{ "bütçe", SUBJECT_NO_PAY },
	{ "投资", SUBJECT_NO_PAY },
	{ "营收", SUBJECT_NO_PAY },
	{ "注册资本", SUBJECT_NO_PAY },
	{ "資金調達", SUBJECT_NO_PAY },
	{ "投資", SUBJECT_NO_PAY },
	{ "予算", SUBJECT_NO_PAY },
	{ "예산", SUBJECT_NO_PAY },
	{ "ronda", SUBJECT_NO_PAY },
	{ "series-", SUBJECT_NO_PAY },
	{ "eigenkapital", SUBJECT_NO_PAY },
	{ "weiterbildung", SUBJECT_NO_PAY },
	{ "fortbildung", SUBJECT_NO_PAY },
	{ "crédito", SUBJECT_NO_PAY },
	{ "kaution", SUBJECT_NO_PAY },
	{ "stammkapital", SUBJECT_NO_PAY },
	{ "versicherung", SUBJECT_NO_PAY },
	{ "lebensversicherung", SUBJECT_NO_PAY },
	{ "pro kind", SUBJECT_NO_PAY },
	{ "spesen", SUBJECT_NO_PAY },
	{ "fahrtkosten", SUBJECT_NO_PAY },
	{ "umzug", SUBJECT_NO_PAY },
};

/* Right behind an amount. */
static const char *const not_pay_after[] = {
	"bonus", "sign", "in fund", "of fund", "raised", "arr", "revenue",
	"stipend", "budget", "allowance", "in rev", "grant", "credit",
	"million", "billion", "users", "employee", "customer", "in assets",
	"aum", "fund", "series", "seed", "relocation", "referral", "deposit",
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

bool pay_starts(const char *at, const char *end, const char *what)
{
	size_t len;

	/* the first byte before all else: this is asked often */
	if (at >= end || lower(*at) != what[0])
		return false;
	len = strlen(what);
	return (size_t)(end - at) >= len && strncasecmp(at, what, len) == 0;
}

/*
 * Does the word stand at p? A slash may have a blank behind it ("/ mies."), and
 * what is short is a word by itself: "ote" is no part of "remote".
 */
static const char *word_end(const struct pay_words *w, const char *p,
			    const char *end, const char *text)
{
	size_t len = strlen(text);

	if (text[0] == '/' && p + 1 < end && p[1] == ' ' &&
	    pay_starts(p + 2, end, text + 1))
		return p + 1 + len;
	if (!pay_starts(p, end, text) ||
	    (len <= 4 && text[0] >= 'a' && text[0] <= 'z' && p > w->begin &&
	     lower(p[-1]) >= 'a' && lower(p[-1]) <= 'z'))
		return NULL;
	return p + len;
}

static void index_words(struct pay_word_index *x, const struct pay_word *words,
			size_t n)
{
	assert(n <= PAY_WORDS_MAX);
	x->words = words;
	memset(x->first, 0xFF, sizeof(x->first));
	for (size_t i = n; i-- > 0;) { /* chains in the order of the table */
		unsigned char c = (unsigned char)words[i].text[0];

		x->next[i] = x->first[c];
		x->first[c] = (int16_t)i;
	}
}

void pay_words_init(struct pay_words *w, const char *begin, const char *end)
{
	w->begin = begin;
	w->end = end;
	index_words(&w->periods, period_words, ARRAY_LEN(period_words));
	index_words(&w->subjects, subject_words, ARRAY_LEN(subject_words));
}

/* The word that stands last before `at`, or NULL. */
static const struct pay_word *nearest_before(const struct pay_words      *w,
					 const struct pay_word_index *x,
					 const char              *at)
{
	const char *first = at - w->begin > BEFORE_BYTES ? at - BEFORE_BYTES :
							   w->begin;

	for (const char *p = at - 1; p >= first; p--) {
		if (*p == '\n' && p > w->begin && p[-1] == '\n')
			break; /* another paragraph */
		for (int i = x->first[(unsigned char)lower(*p)]; i >= 0;
		     i = x->next[i]) {
			if (word_end(w, p, at, x->words[i].text))
				return &x->words[i];
		}
	}
	return NULL;
}

enum pay_subject pay_subject_before(const struct pay_words *w, const char *at)
{
	const struct pay_word *found = nearest_before(w, &w->subjects, at);

	return found ? (enum pay_subject)found->is : SUBJECT_UNKNOWN;
}

static bool is_of_number(const char *text)
{
	static const char *const begins[] = { "/",    "per ", "a ",   "an ",
					      "par ", "por ", "pro ", "al ",
					      "im ",  "pr. ", "pe " };

	for (size_t i = 0; i < ARRAY_LEN(begins); i++) {
		if (!strncmp(text, begins[i], strlen(begins[i])))
			return true;
	}
	return false;
}

enum pay_period pay_period_before(const struct pay_words *w, const char *at)
{
	const struct pay_word *found = nearest_before(w, &w->periods, at);

	/* "/h" before an amount belongs to another one, "4 days per week" to
	 * none; "Hourly rate", "月薪" and "per month:" are of this one */
	if (!found || (is_of_number(found->text) && at[-1] != ':' &&
		       (at - w->begin < 2 || at[-2] != ':')))
		return PAY_PERIOD_UNKNOWN;
	return (enum pay_period)found->is;
}

/* Does the short word end at `next`? "/h" is no part of "/half". */
static bool ends_word(const char *next, const char *end, size_t len)
{
	char c = next < end ? lower(*next) : ' ';

	return len > 3 || !((c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80);
}

enum pay_period pay_period_behind(const struct pay_words *w, const char *at)
{
	const struct pay_word_index *x = &w->periods;
	const char *last = w->end - at > PERIOD_BYTES ? at + PERIOD_BYTES :
							w->end;

	for (const char *p = at; p < last && *p != '\n' && *p != ';'; p++) {
		if (p > at && *p == '$')
			break; /* the next amount's period is not ours */
		for (int i = x->first[(unsigned char)lower(*p)]; i >= 0;
		     i = x->next[i]) {
			const char *next = word_end(w, p, w->end,
						    x->words[i].text);

			if (next && ends_word(next, w->end,
					      strlen(x->words[i].text)))
				return (enum pay_period)x->words[i].is;
		}
	}
	return PAY_PERIOD_UNKNOWN;
}

bool pay_is_denied_behind(const struct pay_words *w, const char *at)
{
	const char *end = w->end;
	const char *last = end - at > AFTER_BYTES ? at + AFTER_BYTES : end;

	for (const char *p = at; p < last && !strchr("+,.(;/", *p); p++) {
		if (pay_starts(p, end, "plus ") || pay_starts(p, end, "and "))
			break; /* what follows comes beside the pay */
		for (size_t i = 0; i < ARRAY_LEN(not_pay_after); i++) {
			if (pay_starts(p, end, not_pay_after[i]) &&
			    (p == at || p[-1] == ' ' || p[-1] == '-'))
				return true;
		}
	}
	return false;
}
