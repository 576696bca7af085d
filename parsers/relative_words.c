/*
 * Words folded as base/fold.h does, from CLDR 42 (the patterns that ICU 72's
 * URelativeDateTimeFormatter has for 80 locales, https://cldr.unicode.org/;
 * Unicode licence), and other ways in which boards put it.
 */
#include "parsers/relative_words.h"

#include "base/mem.h"

#include <string.h>

static const struct relative_word words[] = {
	{ WORD_YEAR, 1, 0,
	  "aasta|an|ani|annee|annees|anni|anno|ano|anos|ans|any|anys|ar|ari|"
	  "arum|bhl|bhliain|bl|bliain|bliana|bloaz|blynedd|eminyakeni|ev|eve|"
	  "flynedd|flynyddoedd|gada|gadiem|god|godina|godine|godinu|iminyaka|"
	  "jaar|jahr|jahre|jahren|jahrs|jaren|joer|lat|lata|lece|lese|let|"
	  "leta|letami|leti|leto|letom|letoma|letomaj|lety|metu|metus|miaka|"
	  "mlynedd|mwaka|nam|ongu|onyakeni|rok|rokem|rokmi|rokom|rokov|roku|"
	  "roky|tahun|taon|thn|unyaka|urte|vit|viti|vjet|vjetesh|vloaz|"
	  "vuoden|vuosi|vuotta|y|year|years|yil|yildan|yillar|yr|yrs|yyl|"
	  "yyldan|ετη|ετοσ|г|гадоў|гады|год|года|година|године|году|годы|ж|"
	  "жилийн|жыл|жылдан|л|лет|р|роки|років|рік|տ|տարի|տարուց|שנים|اعوام|"
	  "سال|سنه|سنوات|عام|अघि|वर्ष|वर्षमा|वर्षांपूर्वी|वर्षांमध्ये|"
	  "वर्षापूर्वी|वर्षामध्ये|পূর্বে|বছর|বছরে|বছৰত|বছৰৰ|ਸਾਲ|ਸਾਲਾਂ|વર્ષ|"
	  "વર્ષમાં|ବ|ବର୍ଷ|ବର୍ଷରେ|ஆ|ஆண்டிற்கு|ஆண்டில்|ஆண்டுகளில்|ஆண்டுகளுக்கு|"
	  "లో|ల్లో|సం|సంవత్సరం|సంవత్సరంలో|సంవత్సరాల|సంవత్సరాల్లో|ವರ್ಷಗಳ|"
	  "ವರ್ಷಗಳಲ್ಲಿ|ವರ್ಷದ|ವರ್ಷದಲ್ಲಿ|വർഷം|വർഷത്തിൽ|වසර|ปี|წელიწადში|წელში|"
	  "წლის|ዓመታት|ዓመት|년|साल|सालों|שנה|χρονια|χρονο|χρονοσ|evvel|ар|rokiem|"
	  "arets" },
	{ WORD_YEAR, 1, -1,
	  "ปีที่แล้ว|ປີກ່ອນ|ပြီးခဲ့သည့်နှစ်|ឆ្នាំមុន|年前|setahun" },
	{ WORD_YEAR, 1, 1,
	  "ในปี|ในอีกปี|ໃນອີກປີ|နှစ်အတွင်း|ឆ្នាំទៀត|年后|年後" },
	{ WORD_MONTH, 1, 0,
	  "ay|aydan|bln|bulan|buwan|enyangeni|ezinyangeni|fis|hilabete|honap|"
	  "honappal|inyanga|izinyanga|kk|kuu|kuukauden|kuukausi|kuukautta|"
	  "luna|luni|maand|maande|maanden|man|manad|manadar|manader|manadir|"
	  "maned|maneder|manud|manudi|manudum|md|mdr|meint|men|menesa|menesi|"
	  "menesiem|menesio|menesiu|menesius|mes|mesac|mesacaj|mesacami|"
	  "mesacom|mesacomaj|mesacow|mesacy|mese|mesec|meseca|mesece|mesecem|"
	  "mesecema|mesecev|meseci|meses|mesi|mesiac|mesiace|mesiacmi|"
	  "mesiacom|mesiacov|mesic|mesice|mesicem|mesici|mesicu|mesos|mhi|mi|"
	  "mies|miesiac|miesiace|miesiecy|miezi|miosa|mis|miz|mj|mjas|mjasec|"
	  "mjaseca|mjasecami|mjasecom|mjasecoma|mjasecow|mjasecy|mjesec|"
	  "mjeseca|mjeseci|mnd|mo|mois|mon|monat|monate|monaten|monats|month|"
	  "months|mos|mount|mth|mths|muaj|muaji|muajsh|mwezi|oy|oydan|thang|"
	  "viz|μ|μηνα|μηνεσ|ай|айд|айдан|м|мес|месец|месеца|месеци|месяц|"
	  "месяца|месяцаў|месяцев|месяцы|міс|місяць|місяці|місяців|сарын|"
	  "ամիս|ամսից|חו|חודשים|اشهر|شهر|شهرا|شهور|ماه|مهينه|مهيني|महिना|"
	  "महिनामा|महिन्यांपूर्वी|महिन्यांमध्ये|महिन्यापूर्वी|महिन्यामध्ये|"
	  "माह|মাস|মাসে|মাহ|মাহত|ਮਹੀਨਾ|ਮਹੀਨਿਆਂ|ਮਹੀਨੇ|મહિના|મહિનામાં|ମା|ମାସ|"
	  "ମାସରେ|மா|மாத|மாதங்களில்|மாதங்களுக்கு|மாதத்தில்|மாதத்துக்கு|నెల|"
	  "నెలల|నెలలో|నెలల్లో|ತಿಂಗಳ|ತಿಂಗಳಲ್ಲಿ|ತಿಂಗಳು|ತಿಂಗಳುಗಳ|ತಿಂಗಳುಗಳಲ್ಲಿ|"
	  "മാസം|മാസത്തിൽ|මාස|เดือน|თვეში|თვის|ወራት|ወር|개월|달|חודש|महीना|महीने|"
	  "महीनों|μηνασ|μηνων|ماهه|kuukausia|mndr|mnden|maneds|manads|kuud|"
	  "месяцами|mesiaca|miesiacami|lunii|bulanan|honapon|कुछ महीने" },
	{ WORD_MONTH, 1, -1,
	  "เดือนที่ผ่านมา|เดือนที่แล้ว|ດກ່ອນ|ເດືອນກ່ອນ|ပြီးခဲ့သည့်လ|ខែមុន|"
	  "か月前|个月前|個月前|ヶ月前|ヵ月前|カ月前|ケ月前|箇月前|달전|sebulan|honapja" },
	{ WORD_MONTH, 1, 1,
	  "ในอีกเดือน|ในเดือน|ໃນອີກດ|ໃນອີກເດືອນ|လအတွင်း|ខែទៀត|か月後|个月后|個月後" },
	{ WORD_WEEK, 1, 0,
	  "amaviki|aste|emavikini|evikini|hafta|haftadan|hep|hepde|hepdeden|"
	  "het|hettel|hf|həftə|jave|javesh|linggo|mgg|mgu|minggu|nad|nadala|"
	  "ned|nedelam|nedelas|nedelja|nedelje|nedelju|sapt|saptamana|"
	  "saptamani|sav|savaiciu|savaite|savaites|scht|seachtain|seachtaine|"
	  "sed|sedmica|sedmice|sedmicu|sem|semaine|semaines|semana|semanas|"
	  "setm|setmana|setmanes|sett|settimana|settimane|shcht|sheachtain|"
	  "sizh|sizhun|ted|teden|tedna|tedne|tedni|tednom|tednoma|tednov|tj|"
	  "tjedan|tjedana|tjedna|tuan|tyd|tyden|tydnem|tydnu|tydny|tydz|"
	  "tydzen|tydzenje|tydzenjej|tydzenjemi|tydzenjom|tydzenjomaj|"
	  "tydzenjow|tydzien|tyg|tygodni|tygodnie|tyz|tyzden|tyzdnami|tyzdne|"
	  "tyzdnom|tyzdnov|tyzen|tyzenja|tyzenjami|tyzenje|tyzenjom|"
	  "tyzenjoma|tyzenjow|uge|uger|uke|uker|vecka|veckor|veke|veker|vi|"
	  "viikko|viikkoa|viikon|vika|viku|vikum|vikur|vk|w|week|weeks|weke|"
	  "weken|wiki|wk|wks|wo|woch|woche|wochen|ws|wythnos|εβδ|εβδομαδα|"
	  "εβδομαδεσ|ап|апт|апта|аптадан|долоо|н|нед|недели|недель|неделю|"
	  "неделя|недеља|недеље|недељу|седм|седмица|седмици|тиж|тиждень|"
	  "тиждня|тижня|тижні|тижнів|тыд|тыдзень|тыдняў|тыдні|хоногийн|անց|"
	  "շաբ|շաբաթ|շաբաթից|שב|שבוע|שבועות|اسابيع|اسبوع|اسبوعا|هفته|هفتي|"
	  "आठवड्यांपूर्वी|आठवड्यांमध्ये|आठवड्यापूर्वी|आठवड्यामध्ये|सप्ताह|"
	  "हप्ता|हप्तामा|সপ্তাহ|সপ্তাহত|সপ্তাহে|ਹਫ਼ਤਾ|ਹਫ਼ਤਿਆਂ|ਹਫ਼ਤੇ|અઠ|"
	  "અઠવાડિયા|અઠવાડિયામાં|માં|ସପ୍ତା|ସପ୍ତାହ|ସପ୍ତାହରେ|வா|வார|வாரங்களில்|"
	  "வாரங்களுக்கு|வாரத்திற்கு|வாரத்தில்|వారం|వారంలో|వారాల|వారాల్లో|"
	  "ವಾರಗಳ|ವಾರಗಳಲ್ಲಿ|ವಾರದ|ವಾರದಲ್ಲಿ|ആഴ്ച|ആഴ്ചയിൽ|සති|สัปดาห์|კვ|კვირაში|"
	  "კვირის|ሳምንታት|ሳምንት|주|wkn|星期|个星期|個星期|주일|일주일|हफ्ता|हफ्ते|हफ़्ता|"
	  "हफ़्ते|हफ़्तों|हफ्तों|sedmici|nadalat|nedeli|tydni|tyzdna|"
	  "viikkoja|tygodniu|tygodniami|כשבוע|שבועיים ימים" },
	{ WORD_WEEK, 1, -1,
	  "สัปดาห์ที่ผ่านมา|สัปดาห์ที่แล้ว|ອທກ່ອນ|ອາທິດກ່ອນ|ပြီးခဲ့သည့်ပတ်|"
	  "សប្ដាហ៍មុន|個星期前|周前|週前|週間前|星期前|个星期前|seminggu|hete" },
	{ WORD_WEEK, 1, 1,
	  "ในสัปดาห์|ในอีกสัปดาห์|ໃນອີກອທ|ໃນອີກອາທິດ|ပတ်အတွင်း|សប្ដាហ៍ទៀត|"
	  "個星期後|周后|週後|週間後" },
	{ WORD_DAY, 1, 0,
	  "dager|יום|araw|d|da|dae|dag|daga|dagar|dage|dagen|dagur|dan|dana|"
	  "day|days|ddiwrnod|deeg|degi|deiz|den|dgn|dia|dias|diena|dienam|"
	  "dienas|dienos|dienu|dies|dite|ditesh|diwrnod|dnami|dnem|dneva|"
	  "dnevi|dnevom|dnevoma|dni|dnj|dnja|dnjami|dnjej|dnjemi|dnjom|"
	  "dnjoma|dnjomaj|dnjow|dnom|dny|dogn|dogum|dzen|dzien|egun|"
	  "ezinsukwini|gg|giorni|giorno|gun|gunden|hari|izinsuku|j|jour|"
	  "jours|kun|kundan|la|na|nap|nappal|ngay|olungu|oluzayo|olwedlule|"
	  "osukwini|paeva|paiva|paivaa|paivan|pv|siku|tag|tage|tagen|usuku|"
	  "zeiz|zen|zi|zile|ημ|ημερα|ημερεσ|д|дан|дана|ден|дена|день|дзен|"
	  "дзень|дн|дней|дни|дня|дні|днів|күн|күндөн|күннен|өдрийн|օր|օրից|"
	  "יום|ימים|ايام|دن|دنوں|ديگر|روز|يوم|يوما|दिन|दिनमा|दिवसांपूर्वी|"
	  "दिवसांमध्ये|दिवसापूर्वी|दिवसामध्ये|দিন|দিনত|দিনের|মধ্যে|ਦਿਨ|ਦਿਨਾਂ|"
	  "દિવસ|દિવસમાં|ଦିନ|ଦିନରେ|நா|நாட்களில்|நாட்களுக்கு|நாளில்|நாளுக்கு|"
	  "రోజు|రోజుల|రోజులో|రోజుల్లో|ದಿನಗಳ|ದಿನಗಳಲ್ಲಿ|ದಿನದ|ದಿನದಲ್ಲಿ|ദിവസം|"
	  "ദിവസത്തിൽ|දින|න්|วัน|დღეში|დღის|ቀናት|ቀን|ቀኖች|일|tg|tgn|dgs|μερα|"
	  "μερεσ|μερων|ημερων|하루|दिनों|paev|paevad|dniami|dniem|dnum|dne|"
	  "napon|zilele|روزه|dio|сутки|суток|суткі|dnia|paivina|dagars|dygn" },
	{ WORD_DAY, 1, -1,
	  "วันที่ผ่านมา|วันที่แล้ว|ມື້ກ່ອນ|ပြီးခဲ့သည့်ရက်|ថ្ងៃមុន|天前|日前|"
	  "sehari|napja" },
	{ WORD_DAY, 1, 1,
	  "ในวัน|ในอีกวัน|ໃນອີກມື້|ရက်အတွင်း|ថ្ងៃទៀត|天后|天後|日後" },
	{ WORD_HOUR, 1, 0,
	  "amahora|awr|chloig|ehoreni|emahoreni|eur|gio|godz|godzin|godzina|"
	  "godzine|godziny|goz|gozin|gozinami|gozinje|gozinoma|gozinu|goziny|"
	  "h|heure|heures|hodin|hodina|hodinami|hodinou|hodinu|hodiny|hodz|"
	  "hodzin|hodzinami|hodzinje|hodzinomaj|hodzinu|hodziny|hora|horas|"
	  "hores|hour|hours|hr|hrs|hs|huaire|ihora|jam|klst|klukkustund|"
	  "klukkustundir|klukkustundum|ora|oras|oraval|ordu|ore|oresh|sa|saa|"
	  "saat|sag|sagat|sagatdan|sat|sata|sati|soat|soatdan|st|std|stonn|"
	  "stonnen|stundam|stundas|stunde|stunden|tim|tima|timar|time|timer|"
	  "timi|timmar|timme|tunni|tunnin|tunti|tuntia|uair|ur|urama|urami|"
	  "ure|uren|uri|uro|uur|val|valanda|valandas|valandos|valandu|ω|ωρα|"
	  "ωρεσ|гадз|гадзін|гадзіну|гадзіны|годин|години|годину|саат|сааттан|"
	  "сат|сата|сати|сағ|сағат|сағаттан|ц|цагийн|ч|час|часа|часов|ժ|ժամ|"
	  "ժամից|שע|שעות|ساعات|ساعت|ساعه|گهنٹه|گهنٹوں|گهنٹي|घं|घंटे|घण्टा|"
	  "घण्टामा|तासांपूर्वी|तासांमध्ये|तासापूर्वी|तासामध्ये|ঘণ্টা|ঘণ্টাত|"
	  "ঘন্টা|ঘন্টায়|ਘੰਟਾ|ਘੰਟਿਆਂ|ਘੰਟੇ|કલાક|કલાકમાં|ଘ|ଘଣ୍ଟା|ଘଣ୍ଟାରେ|ம|மணி|"
	  "மணிநேரத்தில்|மணிநேரம்|గం|గంట|గంటల|గంటలో|గంటల్లో|ಗಂಟೆ|ಗಂಟೆಗಳ|"
	  "ಗಂಟೆಗಳಲ್ಲಿ|ಗಂಟೆಯಲ್ಲಿ|മണിക്കൂറിൽ|മണിക്കൂർ|පැය|ชม|ชั่วโมง|საათის|"
	  "საათში|სთ|ሰዓት|ሰዓቶች|시간|घंटा|घंटों|שעה|godzinami|tunteja|ωρων|tieng|"
	  "heur|timers|uurtje" },
	{ WORD_HOUR, 1, -1,
	  "ชมที่แล้ว|ชั่วโมงที่ผ่านมา|ຊມກ່ອນ|ຊົ່ວໂມງກ່ອນ|ပြီးခဲ့သည့်နာရီ|"
	  "ម៉ោងមុន|小时前|小時前|時間前|sejam|unora|oraja" },
	{ WORD_HOUR, 1, 1,
	  "ในชม|ในอีกชั่วโมง|ໃນອີກຊມ|ໃນອີກຊົ່ວໂມງ|နာရီအတွင်း|ក្នុងរយៈពេលម៉ោង|"
	  "ម៉ោងទៀត|小时后|小時後|時間後" },
	{ WORD_MINUTE, 1, 0,
	  "amaminithi|dakika|daqiqa|daqiqadan|dk|dəqiqə|fun|funud|iminithi|"
	  "kumaminithi|kuminithi|m|menit|min|minit|mins|minuce|minuciu|"
	  "minuse|minut|minuta|minutama|minutami|minutash|minutdan|minute|"
	  "minutem|minuten|minuter|minutes|minuti|minuto|minutoma|minutomaj|"
	  "minutos|minutou|minutow|minuts|minutt|minutten|minutter|minuttir|"
	  "minutu|minutum|minutur|minuty|minuut|minuutin|minuutti|minuuttia|"
	  "mnt|mun|munud|munut|noim|noimead|perc|perccel|phut|vunut|λ|λεπ|"
	  "λεπτα|λεπτο|мин|минут|минута|минути|минуттан|минуту|минуты|"
	  "минутын|мүн|мүнөт|мүнөттөн|хв|хвилин|хвилина|хвилини|хвилину|"
	  "хвілін|хвіліну|хвіліны|ր|րոպե|րոպեից|דק|דקות|دقائق|دقيقه|منٹ|मि|"
	  "मिनट|मिनि|मिनिटांपूर्वी|मिनिटांमध्ये|मिनिटापूर्वी|मिनिटामध्ये|"
	  "मिनेट|मिनेटमा|মিনিট|মিনিটত|মিনিটে|ਮਿੰਟ|ਮਿੰਟਾਂ|મિનિટ|મિનિટમાં|ମି|"
	  "ମିନିଟ୍|ମିନିଟ୍ରେ|நி|நிமி|நிமிடங்களில்|நிமிடங்களுக்கு|நிமிடத்திற்கு|"
	  "நிமிடத்தில்|నిమి|నిమిషం|నిమిషంలో|నిమిషాల|నిమిషాల్లో|ನಿಮಿಷಗಳ|"
	  "ನಿಮಿಷಗಳಲ್ಲಿ|ನಿಮಿಷದ|ನಿಮಿಷದಲ್ಲಿ|മിനിറ്റിൽ|മിനിറ്റ്|මිනිත්තු|นาที|წთ|"
	  "წუთის|წუთში|ደቂቃ|ደቂቃዎች|분|minutit|минутами|λεπτων|דקה" },
	{ WORD_MINUTE, 1, -1,
	  "นาทีที่ผ่านมา|นาทีที่แล้ว|ນທກ່ອນ|ນາທີກ່ອນ|ပြီးခဲ့သည့်မိနစ်|"
	  "នាទីមុន|分前|分鐘前|分钟前|semenit|saat lalu" },
	{ WORD_MINUTE, 1, 1,
	  "ในนาที|ในอีกนาที|ໃນນທ|ໃນອີກນາທີ|မိနစ်အတွင်း|នាទីទៀត|分後|分鐘後|分钟后" },
	{ WORD_SECOND, 1, 0,
	  "amasekhondi|detik|dtk|eil|eilenn|eiliad|giay|isekhondi|"
	  "kumasekhondi|kusekhondi|masodperc|masodperccel|s|saniye|saniyə|"
	  "sec|second|seconde|seconden|secondes|secondi|secondo|seconds|secs|"
	  "secunda|secunde|seg|segon|segons|segundo|segundos|sek|sekonda|"
	  "sekondash|sekonde|sekondes|sekonn|sekonnen|sekund|sekunda|"
	  "sekundama|sekundami|sekunde|sekundem|sekunden|sekunder|sekundes|"
	  "sekundi|sekundo|sekundoma|sekundomaj|sekundou|sekundow|sekundu|"
	  "sekundum|sekundur|sekundy|sekundze|sekundziu|sekunnin|sekunt|"
	  "sekuntdan|sekunti|sekuntia|sekunze|shoic|shoicind|sn|soic|soicind|"
	  "soniya|soniyadan|vterin|vterina|vteriny|δ|δευτ|δευτερολεπτα|"
	  "δευτερολεπτο|с|сек|секунд|секунда|секунддан|секунде|секунди|"
	  "секундтан|секунду|секунды|секундын|վ|վայրկյան|վայրկյանից|վրկ|שנ|"
	  "שניות|ثانيه|ثوان|سيكنڈ|से|सेकंड|सेकंदांपूर्वी|सेकंदांमध्ये|"
	  "सेकंदापूर्वी|सेकंदामध्ये|सेकेन्ड|सेकेन्डमा|ছেকেণ্ড|ছেকেণ্ডত|"
	  "সেকেন্ড|সেকেন্ডে|ਸਕਿੰਟ|ਸਕਿੰਟਾਂ|સેકંડ|સેકંડમાં|ସେ|ସେକେଣ୍ଡ|"
	  "ସେକେଣ୍ଡରେ|வி|விநா|விநாடிகளில்|விநாடிகளுக்கு|விநாடிக்கு|விநாடியில்|"
	  "సెక|సెకను|సెకనులో|సెకన్ల|సెకన్లలో|ಸೆಕೆಂಡುಗಳ|ಸೆಕೆಂಡ್|ಸೆಕೆಂಡ್ಗಳಲ್ಲಿ|"
	  "ಸೆಕೆಂಡ್ನಲ್ಲಿ|സെക്കൻഡിൽ|സെക്കൻഡ്|තත්පර|วินาที|წამის|წამში|წმ|ሰከንድ|"
	  "ሰከንዶች|초" },
	{ WORD_SECOND, 1, -1,
	  "วินาทีที่ผ่านมา|วินาทีที่แล้ว|ວິກ່ອນ|ວິນາທີກ່ອນ|"
	  "ပြီးခဲ့သည့်စက္ကန့်|វិនាទីមុន|秒前|秒钟前" },
	{ WORD_SECOND, 1, 1,
	  "ในวินาที|ในอีกวินาที|ໃນວິ|ໃນອີກວິນາທີ|စက္ကန့်အတွင်း|វិនាទីទៀត|秒后|"
	  "秒後|秒钟后" },
	{ WORD_YEAR, 10, 0,
	  "decade|decades|decennie|decennies|jahrzehnt|jahrzehnte|десятилетие" },
	{ WORD_DAY, 14, 0,
	  "fortnight|fortnights|quatorzaine|vierzehn tage" },
	{ WORD_OFFSET, -2, 0,
	  "abans dahir|aizvakar|alaltaieri|altro ieri|anteayer|anteontem|"
	  "antes de ayer|antonte|araw bago ang kahapon|aru inne|avant hier|"
	  "day before yesterday|derchent dech|echdoe|eergister|eergisteren|"
	  "evvelsi gun|fyrradagin|herenegun|hom kia|i forgar|i forgars|"
	  "i forrgar|i fyrradag|juzi|kelmarin|kemarin dulu|kemarin lusa|"
	  "laltro ieri|ngay hom kia|predevcirem|predvcerajsnjim|predvcerom|"
	  "predvcirem|prekjuce|prekjucer|przedwczoraj|selumbari|tegnapelott|"
	  "the day before yesterday|toissa paivana|toissap|toissapaivana|"
	  "uleeile|usuku olwandulela olwayizolo|uzvakar|vorgestern|προχθεσ|"
	  "алдыңгүні|алдыңғы күні|завчера|мурдагы күнү|онзи ден|пазаўчора|"
	  "позавчера|позавчора|прекјуче|уржигдар|երեկ չէ առաջի օրը|"
	  "նախանցյալ օրը|שלשום|اول امس|پريروز|گزشته پرسوں|अस्ति|परसों|"
	  "গত পরশু|পৰহি|ગયા પરમદિવસે|நேற்று முன் தினம்|మొన్న|ಮೊನ್ನೆ|"
	  "മിനിഞ്ഞാന്ന്|පෙරේදා|เมื่อวานซืน|တစ်နေ့က|გუშინწინ|ከትናንት ወዲያ|"
	  "ម្សិលម៉្ងៃ|おととい|一昨日|前天|그저께|그제|antier|forrgar|onceki gun|"
	  "evvelki gun|avantier|avantieri|vor gestern|eer gisteren|forgars|"
	  "toissapaiva|predvcerejskem|antes de ontem|اول من امس|قبل امس|परसो|"
	  "kemaren dulu|เมื่อ วานซืน|เมื่อวาน ซืน|اول البارحه|پري روز|"
	  "onzi den|вчерашния ден преди|dvi dienas atgal" },
	{ WORD_OFFSET, -1, 0,
	  "ahir|atzo|ayer|cora|cr|cra|ddoe|dech|dje|dun|dunən|duyn|eile|"
	  "eilen|geschter|gestern|gister|gisteren|hier|hom qua|i gaer|i gar|"
	  "i gjar|ieri|igar|inne|izolo|jana|juce|jucer|kahapon|kecha|kemarin|"
	  "last day|ngay hom qua|onte|ontem|semalam|semlm|tegnap|"
	  "the last day|vakar|vcera|vceraj|wc|wcer|wcera|wcz|wczoraj|"
	  "yesterday|χθεσ|χτεσ|вчера|вчора|кечээ|кеше|учора|јуче|өчигдөр|"
	  "երեկ|אתמול|כאתמול|البارحه|امس|ديروز|گزشته كل|कल|काल|बीता कल|हिजो|"
	  "কালি|গতকাল|ਬੀਤਿਆ ਕੱਲ੍ਹ|ગઈકાલે|ଗତକାଲି|நேற்று|నిన్న|ನಿನ್ನೆ|ഇന്നലെ|"
	  "ඊයේ|เมื่อวาน|เมื่อวานนี้|ມື້ວານ|မနေ့က|გუშინ|ትላንትና|ትናንት|ម្សិលមិញ|"
	  "尋日|昨天|昨日|어제|yest|ytd|tegnapi|вчерашний|dunku|昨天发|昨晚|昨夜|前日|"
	  "last night|gestern abend|ieri sera|anoche|hier soir|ontem a noite|"
	  "eilisen|i gar kveld|في الامس|بالامس|দেখা গতকাল" },
	{ WORD_OFFSET, 0, 0,
	  "a linstant|a moment ago|acum|adesso|agora|ahora|astazi|"
	  "aujourd hui|aujourdhui|avui|azi|baru saja|bu gun|bugun|danas|"
	  "danes|dnes|dze|dzens|dzensa|dzis|dzisiaj|gaur|gerade eben|"
	  "hace un momento|hari ini|haut|heddiw|heute|hiziv|hoje|hom nay|"
	  "hoxe|hoy|i dag|idag|inniu|jetzt|just|just now|just nu|just posted|"
	  "leo|ma|maintenant|moments ago|most|namhlanje|ngayong araw|now|nu|"
	  "nyss|nyt|oggi|ora ora|prave|same day|siandien|simdi|sodien|soeben|"
	  "sot|su gun|tana|tanaan|teraz|till date|today|vandaag|vandag|"
	  "vua xong|zins|zinsa|zis|zojuist|σημερα|τωρα|бүгін|бүгүн|данас|"
	  "денес|днес|зараз|сега|сегодня|сейчас|сення|сьогодні|только что|"
	  "щойно|өнөөдөр|այսօր|היום|עכשיו|اج|الان|اليوم|امروز|अभी|आज|আজ|আজি|"
	  "ਅੱਜ|આજે|ଆଜି|இன்று|ఈ రోజు|ಇಂದು|ഇന്ന്|අද|วันนี้|เมื่อสักครู่|ມື້ນີ້|"
	  "ယနေ့|დღეს|ዛሬ|ថ្ងៃនេះ|さっき|たった今|今天|今日|刚刚|剛剛|本日|방금|오늘|지금|"
	  "this morning|this afternoon|this evening|tonight|this hour|"
	  "earlier today|just added|just listed|just in|right now|"
	  "few moments ago|seconds ago|ce matin|cet apres midi|ce soir|"
	  "ce jour|a l instant|tout a lheure|heute morgen|heute fruh|"
	  "heute vormittag|heute mittag|heute nachmittag|heute abend|eben|"
	  "eben erst|gerade erst|gerade|gerade jetzt|"
	  "vor kurzem eingestellt heute|esta manana|esta tarde|esta noche|"
	  "hoy mismo|ahora mismo|hace instantes|recien publicado hoy|"
	  "esta manha|hoje de manha|agora mesmo|agora ha pouco|neste momento|"
	  "ha instantes|ha pouco|stamattina|stamani|questa mattina|"
	  "oggi pomeriggio|poco fa|proprio ora|proprio adesso|"
	  "appena pubblicato|appena ora|vanmorgen|vanochtend|vanmiddag|"
	  "vanavond|daarnet|net geplaatst|net|zonet|dzis rano|dzisiaj rano|"
	  "przed chwila|doslownie przed chwila|wlasnie|dzisiejsza|i morse|"
	  "imorse|i kvall|alldeles nyss|precis nu|i dag morges|i morges|"
	  "lige nu|for et ojeblik siden|akkurat na|nettopp|"
	  "for litt siden i dag|for et oyeblikk siden|juuri|juuri nyt|"
	  "hetki sitten|tana aamuna|tanaan aamulla|dnes rano|prave ted|"
	  "pred chvili|pred okamzikem|prave teraz|pred chvilou|сегодня утром|"
	  "сегодня днем|сегодня вечером|только сейчас|минуту назад|"
	  "недавно сегодня|сьогодні вранці|щойно додано|тільки що|bu sabah|"
	  "az once|biraz once|demin|henuz|su an|su anda|adineauri|chiar acum|"
	  "tocmai|adineaori|in acest moment|de curand azi|ma reggel|az iment|"
	  "epp most|epp|eppen most|par perce|μολισ|μολισ τωρα|πριν λιγο|"
	  "πριν απο λιγο|σημερα το πρωι|قبل قليل|منذ قليل|قبل لحظات|"
	  "منذ لحظات|للتو|حالا|هذا الصباح|هذا اليوم|הרגע|זה עתה|לפני רגע|"
	  "לפני כמה רגעים|לפני זמן קצר היום|הבוקר|היום בבוקר|अभी अभी|अब|"
	  "आज सुबह|हाल ही आज|vua dang|moi dang|moi day hom nay|vua moi dang|"
	  "sang nay|bay gio|tadi pagi|barusan|tadi|sekarang|hari ini juga|"
	  "pagi ini|ตอนนี้|เมื่อกี้|เมื่อครู่|เมื่อเช้านี้|เช้านี้|เดี๋ยวนี้|"
	  "لحظاتي پيش|لحظه اي پيش|همين الان|هم اكنون|اكنون|امروز صبح|刚才|剛才|"
	  "方才|今早|今晨|今晚|今天早上|刚刚发布|刚发布|刚更新|当日|當日|今朝|今夜|先ほど|ただいま|現在|방금 전|금일|당일|"
	  "오늘 아침|조금 전|모닝|tana hommikul|asja|tikko|ka tik|danas ujutro|upravo|"
	  "upravo sada|malopre|malocas|ara mateix|avui mateix|今" },
	{ WORD_OFFSET, 1, 0,
	  "a morgun|amanha|amarach|besok|bihar|bukas|dema|demain|domani|"
	  "ertaga|ertir|esok|holnap|homme|huom|huomenna|i morgen|i morgin|"
	  "i morgon|imorgon|jut|jutr|jutre|jutri|jutro|kesho|kusasa|maine|"
	  "mana|manana|more|morgen|muer|neser|ngay mai|rit|rytoj|sabah|sutra|"
	  "tomorrow|warchoazh|wit|wits|witse|yarin|yfory|zajtra|zitra|αυριο|"
	  "ертең|завтра|заўтра|маргааш|сутра|утре|эртең|վաղը|מחר|ائنده كل|"
	  "غدا|فردا|आने वाला कल|उद्या|भोलि|আগামীকাল|কাইলৈ|ਭਲਕੇ|આવતીકાલે|"
	  "ଆସନ୍ତାକାଲି|நாளை|రేపు|ನಾಳೆ|നാളെ|හෙට|พรุ่งนี้|ມື້ອື່ນ|မနက်ဖြန်|ხვალ|"
	  "ነገ|ថ្ងៃស្អែក|明天|明日|聽日|내일|morgen fruh|manana por la manana" },
	{ WORD_OFFSET, 2, 0,
	  "apres demain|aru amarach|day after tomorrow|dema passat|"
	  "depois de amanha|dopodomani|drennydd|eftir tvo daga|etzi|"
	  "holnaputan|i overmorgen|i overmorgon|i ovurmorgin|kesho kutwa|"
	  "lusa|ngay kia|obur gun|oormore|overmorgen|parit|pasado manana|"
	  "pasadomana|poimaine|pojutrisnjem|pojutrze|poryt|pozajtra|pozitri|"
	  "prekosutra|samakalawa|the day after tomorrow|ubermorgen|ulehomme|"
	  "usuku olulandela olwakusasa|ylihuom|ylihuomenna|μεθαυριο|"
	  "бүрсігүні|бүрсүгүнү|вдругиден|задутре|нөгөөдөр|паслязаўтра|"
	  "послезавтра|прекосутра|післязавтра|վաղը չէ մյուս օրը|מחרתיים|"
	  "اني والا پرسوں|بعد الغد|پسفردا|पर्सि|আগামী পরশু|পৰহিলৈ|પરમદિવસે|"
	  "நாளை மறுநாள்|ఎల్లుండి|ನಾಡಿದ್ದು|മറ്റന്നാൾ|අනිද්දා|มะรืนนี้|ມື້ຮື|"
	  "သန်ဘက်ခါ|ზეგ|ከነገ ወዲያ|ខានស្អែក|后天|後天|明後日|모레" },
	{ WORD_LAST_YEAR, 1, -1,
	  "a sidasta ari|anno scorso|ano passado|anul trecut|anuraidh|"
	  "aurreko urtea|eelm a|eelmine a|eelmine aasta|el ano pasado|"
	  "elozo ev|gecen yil|gecen yyl|i fjol|i fjor|iaz|kecən il|lani|"
	  "lannee derniere|lany passat|last year|last yr|lescht joer|"
	  "letztes jahr|llynedd|lon|loni|minuly rok|mwaka uliopita|"
	  "nakaraang taon|nam ngoai|o ano pas|o ano pasado|onyakeni odlule|"
	  "otgan yil|pag gada|pagajusaja gada|praejusiais metais|prosle g|"
	  "prosle god|prosle godine|sidste ar|tahun lalu|thn lalu|thn lepas|"
	  "verlede j|verlede jaar|viime v|viime vuonna|vitin e kaluar|vjet|"
	  "vorig jaar|w zeszlym roku|warlene|περσι|былтыр|былтырғы жыл|"
	  "в пр г|в прошлом г|в прошлом году|лани|мин г|миналата година|"
	  "минатата год|минулого року|прошле г|прошле год|прошле године|"
	  "торік|у мін годзе|у мінулым годзе|өнгөрсөн жил|նախորդ տարի|"
	  "השנה שעברה|السنه الماضيه|سال گذشته|گزشته سال|गत वर्ष|पिछला वर्ष|"
	  "पिछले साल|मागील वर्ष|গত বছর|যোৱা বছৰ|ਪਿਛਲਾ ਸਾਲ|ગયા વર્ષે|ଗତ ବର୍ଷ|"
	  "கடந்த ஆண்டு|గత సం|గత సంవ|గత సంవత్సరం|ಕಳೆದ ವರ್ಷ|ಹಿಂದಿನ ವರ್ಷ|"
	  "കഴിഞ്ഞ വർഷം|පසුගිය වසර|ปีที่แล้ว|ປີກາຍ|ယမန်နှစ်|გასულ წელს|"
	  "ያለፈው ዓመት|ឆ្នាំមុន|去年|昨年|작년" },
	{ WORD_LAST_MONTH, 1, -1,
	  "an mhi seo caite|ar m diaraok|ar miz diaraok|aurreko hilabetean|"
	  "bln lalu|bulan lalu|eelm k|eelm kuu|eelmine kuu|el mes pasado|"
	  "el mes passat|elozo honap|forra man|forra manaden|forre manad|"
	  "forre md|forrige maned|forrige md|gecen ay|i sidasta man|"
	  "i sidasta manudi|inyanga edlule|kecən ay|last mo|last month|"
	  "le mois dernier|leschte mount|letzten monat|luna trecuta|"
	  "mes passado|mese scorso|minuly mes|minuly mesiac|minuly mesic|"
	  "mis diwethaf|muajin e kaluar|mwezi uliopita|nakaraang buwan|"
	  "o mes pas|o mes pasado|otgan oy|pag men|pagajusaja menesi|"
	  "praejusi menesi|prejsnji mesec|prosli mj|prosli mjesec|"
	  "proslog mes|proslog meseca|seinasta manad|seinasta mnd|"
	  "sidste maned|sidste md|thang truoc|verlede maand|verlede md|"
	  "viime kk|viime kuussa|vorige maand|w zeszlym mies|"
	  "w zeszlym miesiacu|zajz mjasec|zajzony mjasec|zas mesac|"
	  "zasl mesac|zasly mesac|προηγ μηνασ|προηγουμενοσ μηνασ|в пр мес|"
	  "в прошлом мес|в прошлом месяце|мин м|мин мес|мин міс|"
	  "минатиот месец|минулого місяця|предходен месец|прошлог мес|"
	  "прошлог месеца|у мін мес|у мінулым месяцы|өнгөрсөн сар|өткен ай|"
	  "өткөн айда|նախորդ ամիս|החודש שעבר|الشهر الماضي|ماه گذشته|"
	  "پچهلي مهينه|گزشته ماه|गत महिना|पिछला माह|मागील महिना|গত মাস|"
	  "যোৱা মা|যোৱা মাহ|ਪਿਛਲਾ ਮਹੀਨਾ|ગયા મહિને|ଗତ ମାସ|கடந்த மாதம்|గత నెల|"
	  "ಕಳೆದ ತಿಂಗಳು|കഴിഞ്ഞ മാസം|පසුගිය මාස|පසුගිය මාසය|เดือนที่แล้ว|"
	  "ເດືອນແລ້ວ|ပြီးခဲ့သည့်လ|გასულ თვეს|ያለፈው ወር|ខែមុន|上个月|上個月|先月|지난달|"
	  "letzter monat|letzten monats|vergangenen monat|im letzten monat|"
	  "vorigen monat|mois dernier|mes anterior|no mes passado|"
	  "il mese scorso|mese passato|afgelopen maand|w ubieglym miesiacu|"
	  "zeszly miesiac|ubiegly miesiac|sist maned|i sidste maned|"
	  "viime kuukausi|прошлый месяц|минулий місяць|gectigimiz ay|"
	  "mult honapban|mult honap|τον προηγουμενο μηνα|τον περασμενο μηνα|"
	  "περασμενο μηνα|في الشهر الماضي|בחודש שעבר|पिछले महीने|पिछले माह|"
	  "thang roi|bulan kemarin|เดือนก่อน|上月|지난 달|저번달|저번 달|proslog mjeseca" },
	{ WORD_LAST_WEEK, 1, -1,
	  "a sem pas|a sem pasada|a semana pasada|an tscht seo caite|"
	  "an tseachtain seo caite|ar sizh diaraok|ar sizhun diaraok|"
	  "aurreko astean|eelm n|eelm nad|eelmine nadal|elozo het|forra v|"
	  "forra veckan|forre veke|forrige uke|gecen hafta|gecen hepde|"
	  "gecen hf|i sidustu viku|iviki eledlule|javen e kaluar|kecən həftə|"
	  "la semaine derniere|la semana pasada|la setm passada|"
	  "la setmana passada|last week|last wk|lescht woch|letzte woche|"
	  "mgg lalu|mgu lepas|minggu lalu|minuly tyd|minuly tyden|minuly tyz|"
	  "minuly tyzden|nakalipas na linggo|nakaraang linggo|otgan hafta|"
	  "pag ned|pagajusaja nedela|praejusia savaite|prejsnji teden|"
	  "prosle n|prosle ned|prosle nedelje|prosle sedmice|prosli tj|"
	  "prosli tjedan|sapt trecuta|saptamana trecuta|seinastu v|"
	  "seinastu vi|seinastu viku|sem ant|semana passada|sett scorsa|"
	  "settimana scorsa|sidste uge|tuan truoc|verlede w|verlede week|"
	  "viime viikolla|viime vk|vorige week|w zeszlym tyg|"
	  "w zeszlym tygodniu|wiki iliyopita|ws ddiwethaf|wythnos ddiwethaf|"
	  "zajz tyzen|zajzony tyzen|zas tydzen|zasl tydzen|zasly tydzen|"
	  "προηγ εβδ|προηγ εβδομαδα|προηγουμενη εβδομαδα|мин седм|мин тижня|"
	  "минатата седмица|минулого тижня|на мін тыд|на мінулым тыдні|"
	  "на пр нед|на прошлой нед|на прошлой неделе|предходната седмица|"
	  "прошле н|прошле нед|прошле недеље|өнгөрсөн долоо хоног|өткен апта|"
	  "өткөн апт|өткөн аптада|նախորդ շաբաթ|השבוע שעבר|الاسبوع الماضي|"
	  "هفته گذشته|پچهلي هفته|گزشته هفتي|गत हप्ता|पिछला सप्ताह|"
	  "मागील आठवडा|গত সপ্তাহ|যোৱা সপ্তাহ|ਪਿਛਲਾ ਹਫ਼ਤਾ|ગયા અઠવાડિયે|"
	  "ଗତ ସପ୍ତାହ|கடந்த வாரம்|గత వారం|ಕಳೆದ ವಾರ|കഴിഞ്ഞ ആഴ്ച|පසුගිය සති|"
	  "පසුගිය සතිය|สัปดาห์ที่แล้ว|ອາທິດແລ້ວ|ပြီးခဲ့သည့် သီတင်းပတ်|"
	  "გასულ კვირაში|ባለፈው ሳምንት|ያለፈው ሳምንት|សប្ដាហ៍មុន|上周|上星期|上週|先週|지난주|"
	  "letzter woche|vergangene woche|vergangener woche|"
	  "in der letzten woche|voriger woche|vorige woche|"
	  "la derniere semaine|semana anterior|settimana passata|"
	  "la settimana scorsa|la semana anterior|na semana passada|"
	  "ubiegly tydzien|w ubieglym tygodniu|zeszly tydzien|"
	  "w minionym tygodniu|i forra veckan|sist uke|i sidste uge|"
	  "forrige uge|edellisella viikolla|viime viikko|v minulem tydnu|"
	  "прошлая неделя|прошлой неделе|минулий тиждень|того тижня|"
	  "на минулому тижні|gectigimiz hafta|saptamana anterioara|"
	  "mult heten|mult het|az elmult heten|την προηγουμενη εβδομαδα|"
	  "την περασμενη εβδομαδα|περασμενη εβδομαδα|الاسبوع الفائت|"
	  "في الاسبوع الماضي|בשבוע שעבר|शनिवार पिछले सप्ताह|पिछले सप्ताह|"
	  "पिछले हफ्ते|पिछले हफ़्ते|tuan roi|tuan vua qua|pekan lalu|"
	  "minggu kemarin|อาทิตย์ที่แล้ว|สัปดาห์ก่อน|上礼拜|上個禮拜|上个星期|上個星期|지난 주|"
	  "저번주|저번 주|eelmisel nadalal|proslog tjedna" },
	{ WORD_DIRECTION, 0, -1,
	  "acum|ago|ang|atras|back|before|depuis|duela|earlier|edlule|eest|"
	  "ezelott|fa|for|fyrir|gelede|geleden|ha|hace|hacia|il y a|il ya|"
	  "iliyopita|ilya|lalu|me|moins|nakalipas|ol|oldin|on|once|oncə|pare|"
	  "pirms|pre|pred|pries|prije|psed|sedan|seit|shin|sidan|siden|since|"
	  "sitten|temu|truoc|viru|virun|vor|yang|yn|zilizopita|zo|απο|πριν|"
	  "бұрын|мурун|назад|пр|пре|пред|преди|таму|тому|өмнө|առաջ|לפני|قبل|"
	  "منذ|پهلي|پيش|पहले|पहिले|আগে|পূৰ্বে|ਪਹਿਲਾਂ|પહેલાં|ପୂର୍ବେ|முன்|"
	  "క్రితం|ಹಿಂದೆ|മുമ്പ്|කට|පෙර|ที่ผ่านมา|ที่แล้ว|წინ|በፊት|ከ|之前|以前|前|전|"
	  "faz|od|tagasi|atgal|atpakal|lepas|cach day|in urma cu|in urma|"
	  "prior|da circa|sen|tilbake|zpet|spat|тому назад|قبيل|מלפני|पूर्व|"
	  "ก่อน|เมื่อ|മുൻപ്|dahulu|silam|كه" },
	{ WORD_DIRECTION, 0, 1,
	  "after|baada|barru|benn|cez|dalam|dans|daqui|dentro|dlm|eftir|em|"
	  "en|entro|ezayo|fra|from now|gceann|hence|im|in|keyin|later|mulva|"
	  "next|nua|om|oor|over|paasta|parast|pas|pec|peste|po|sau|sonra|"
	  "spater|tra|um|ymhen|za|ərzində|σε|дараа|за|кейін|кийин|праз|сл|"
	  "след|через|בעוד|بعد|خلال|ميں|में|येत्या|ਵਿੱਚ|ରେ|කින්|อีก|ในอีก|"
	  "ໃນອີກ|በ|ውስጥ|以后|以後|后|後|후" },
	{ WORD_DAY, 2, -1,
	  "يومين|יומיים|两天前|兩天前|이틀" },
	{ WORD_HOUR, 2, -1,
	  "ساعتين|שעתיים|两小时前" },
	{ WORD_WEEK, 2, -1,
	  "اسبوعين|שבועיים|两周前|兩週前|两个星期前" },
	{ WORD_MONTH, 2, -1,
	  "شهرين|חודשיים|两个月前|兩個月前" },
	{ WORD_YEAR, 2, -1,
	  "سنتين|عامين" },
	{ WORD_NUMBER, 2, 0,
	  "두|deux|dois|dos|due|dva|dwa|iki|tva|twee|two|zwei|два|две|дві|to|"
	  "kaksi|kahden|dvema|dvemi|dvoma|dvom|dve|dvoch|dwoma|dwiema|dwie|"
	  "dwoch|doi|doua|ket|ketto|δυο|двух|двома|двох|שני|שתי|שניים|दो|hai|"
	  "dua|สอง|دو|اثنين|اثنتين|两|兩|二|kaks|kahe|divi|divam|du|dvi|dvije|"
	  "twa|tveir|zwo|biga|dues|둘" },
	{ WORD_NUMBER, 3, 0,
	  "세|drei|drie|three|tre|tres|tri|trois|trzy|uc|три|tremi|troma|"
	  "troch|trzema|trzech|trei|harom|τρεισ|τρια|τριων|трех|трьох|трьома|"
	  "שלושה|שלוש|ثلاثه|ثلاث|तीन|tiga|สาม|سه|kolme|kolmen|kolm|tris|trys|"
	  "三|ba" },
	{ WORD_NUMBER, 4, 0,
	  "ctyri|cuatro|cztery|four|fyra|quatre|quatro|quattro|vier|четыре|"
	  "чотири|fire|ctyrmi|styri|styrmi|czterema|czterech|patru|negy|"
	  "τεσσερισ|τεσσερα|τεσσαρων|четырех|чотирьох|dort|ארבעה|ארבע|اربعه|"
	  "اربع|चार|empat|สี่|چهار|nelja|neljan|neli|네|넷|bon" },
	{ WORD_NUMBER, 5, 0,
	  "cinco|cinq|cinque|fem|five|funf|pet|piec|vijf|пять|peti|piati|pat|"
	  "piatimi|piecioma|pieciu|cinci|ot|πεντε|пяти|bes|חמישה|חמש|خمسه|"
	  "خمس|पांच|पाँच|lima|ห้า|پنج|viisi|viiden|viis|다섯|cinc" },
	{ WORD_NUMBER, 6, 0,
	  "sechs|sei|seis|sest|sex|six|szesc|zes|шесть|seks|sesti|siestimi|"
	  "szescioma|szesciu|sase|hat|εξι|шість|шести|alti|שישה|שש|سته|ست|छह|"
	  "छः|छे|enam|หก|شش|kuusi|kuuden|kuus|여섯|sis" },
	{ WORD_NUMBER, 7, 0,
	  "sedm|sept|sete|sette|seven|sieben|siedem|siete|sju|zeven|семь|syv|"
	  "sedmi|siedmimi|siedmioma|siedmiu|sapte|επτα|εφτα|сім|семи|yedi|"
	  "שבעה|שבע|سبعه|سبع|सात|tujuh|เจ็ด|هفت|seitseman|seitse|일곱|set|bay" },
	{ WORD_NUMBER, 8, 0,
	  "acht|atta|eight|huit|ocho|oito|osiem|osm|otto|восемь|otte|atte|"
	  "osmioma|osmiu|osmi|opt|nyolc|οκτω|οχτω|вісім|восьми|sekiz|שמונה|"
	  "ثمانيه|ثماني|ثمان|आठ|delapan|แปด|هشت|kahdeksan|kaheksa|여덟|vuit|tam" },
	{ WORD_NUMBER, 9, 0,
	  "devet|dziewiec|negen|neuf|neun|nine|nio|nove|nueve|девять|ni|"
	  "deviti|dziewiecioma|dziewieciu|devat|noua|kilenc|εννεα|εννια|"
	  "девяти|dokuz|תשעה|תשע|تسعه|تسع|नौ|sembilan|เก้า|نه|yhdeksan|"
	  "uheksa|아홉|chin" },
	{ WORD_NUMBER, 10, 0,
	  "deset|dez|dieci|diez|dix|dziesiec|ten|tien|tio|zehn|десять|ti|"
	  "deseti|dziesiecioma|dziesieciu|desat|desiatimi|zece|tiz|δεκα|"
	  "десяти|עשרה|עשר|عشره|عشر|दस|sepuluh|สิบ|ده|kymmenen|kumme|열|deu|"
	  "muoi|onluk" },
	{ WORD_NUMBER, 11, 0,
	  "eleven|elf|onze|undici|jedenascie|elva|elleve|yksitoista|jedenact|"
	  "одиннадцать|одинадцять|onbir|ενδεκα|احد عشر" },
	{ WORD_NUMBER, 12, 0,
	  "doce|dodici|douze|doze|twaalf|twelve|zwolf|dwanascie|tolv|"
	  "kaksitoista|dvanact|двенадцать|дванадцять|δωδεκα|douasprezece|"
	  "tizenket|बारह|muoi hai|dua belas" },
	{ WORD_OPEN, 0, 0,
	  "more than|uber|mehr als|mas de|plus de|mais de|piu di|ponad|"
	  "meer dan|mer an|mer enn|mere end|yli|vice nez|viac ako|более|"
	  "больше|свыше|понад|більше|mai mult de|tobb mint|πανω απο|"
	  "περισσοτερο απο|超过|超過|lebih dari|hon|มากกว่า|מעל|יותר מ|اكثر من|"
	  "at least|longer than|older than|greater than|mindestens|"
	  "langer als|alter als|plus dun|plus dune|depuis plus|"
	  "depuis plus de|mas que|al menos|hace mas|mais que|ha mais|"
	  "pelo menos|oltre|piu dun|almeno|ruim|langer dan|ouder dan|"
	  "minstens|minimaal|dluzej niz|powyzej|co najmniej|wiecej niz|"
	  "langre an|minst|laengere end|mindst|lenger enn|enemman kuin|"
	  "vahintaan|dele nez|nejmene|minimalne|viac nez|dlhsie ako|"
	  "больше чем|более чем|не менее|дольше|більш ніж|більше ніж|"
	  "щонайменше|fazla|den fazla|dan fazla|en az|askin|cel putin|"
	  "legalabb|tobb|περισσοτερεσ απο|τουλαχιστον|ανω των|ما يزيد عن|"
	  "علي الاقل|يزيد عن|יותר|למעלה מ|से अधिक|से ज़्यादा|से ज्यादा|अधिक|"
	  "कम से कम|tren|it nhat|lebih|paling sedikit|sekurangnya|เกิน|"
	  "อย่างน้อย|بيش از|بيشتر از|حداقل|逾|多于|至少|超えて|넘게|이상|초과|rohkem kui|"
	  "ule|daugiau nei|vairak neka|vise od|mes de" },
	{ WORD_FILLER, 0, 0,
	  "about|and|ca|circa|e|environ|etwa|i|il|och|og|oraz|posted|"
	  "publicada|publicado|publicerad|publie|published|si|und|updated|"
	  "veroffentlicht|y|и|около|та|de|of|almost|nearly|around|"
	  "approximately|approx|roughly|ungefahr|rund|knapp|fast|online|"
	  "presque|a peu pres|unos aprox|aproximadamente|cerca de|"
	  "alrededor de|casi|cerca|quase|aprox|quasi|intorno a|allincirca|"
	  "ongeveer|bijna|zowat|okolo|prawie|blisko|niemal|ungefar|cirka|"
	  "nastan|omkring|omtrent|nesten|naesten|noin|suunnilleen|melkein|"
	  "asi|priblizne|skoro|zhruba|примерно|почти|приблизно|майже|близько|"
	  "yaklasik|neredeyse|aproximativ|aproape|vreo|korulbelul|kb|majdnem|"
	  "περιπου|σχεδον|حوالي|تقريبا|نحو|כ|בערך|लगभग|करीब|khoang|gan|"
	  "sekitar|kira kira|kurang lebih|hampir|ประมาณ|เกือบ|حدود|约|約|大约|大約|"
	  "およそ|ほぼ|약|대략|u|umbes|mazdaug|apmeram|oko|otprilike|"
	  "fa aproximadament|at|в|о|у|am|ce" },
	{ WORD_NUMBER, 1, 0,
	  "a|an|bir|egy|ein|eine|einem|einen|einer|eines|en|ena|eno|et|ett|"
	  "jeden|jedna|jedno|jednu|last|one|ones|past|um|uma|un|una|une|uno|"
	  "yksi|ενα|ενασ|μια|един|една|едно|один|одна|одну|אחד|אחת|واحد|"
	  "واحده|एक|একটি|一|한|o|ei|een|jednej|jednego|jednim|jednou|jednym|"
	  "εναν|одного|одной|однієї|egyetlen|bir tek|ek|satu|mot|หนึ่ง|يك|"
	  "يكي|tek|eins|uks|uhe|viens|vienas|jedan|jednog|yhden" },
	{ WORD_MONTH, 6, -1,
	  "半年前|half a year ago|il y a six mois|pol roku temu|полгода назад|"
	  "півроку тому" },
	{ WORD_MINUTE, 30, -1,
	  "полчаса|півгодини|pol godziny|半小时前|半小時前|半時間前|half an hour|"
	  "half hour|half hour ago|une demi heure|demi heure|media hora|"
	  "meia hora|mezzora|mezza ora|halve stunde|halben stunde|"
	  "einer halben stunde|half uur|een half uur|en halvtimme|halvtimme|"
	  "en halv time|halv time|puoli tuntia|pul hodinou|pulhodinou|"
	  "yarim saat|jumatate de ora|o jumatate de ora|fel oraja|μιση ωρα|"
	  "نصف ساعه|חצי שעה|आधा घंटा|आधे घंटे|nua gio|setengah jam|نيم ساعت" },
	{ WORD_DAY, 3, -1,
	  "사흘" },
	{ WORD_DAY, 4, -1,
	  "나흘" },
	{ WORD_DAY, 5, -1,
	  "닷새" },
	{ WORD_DAY, 10, -1,
	  "열흘" },
	{ WORD_DAY, 15, -1,
	  "보름" },
	{ WORD_DAY, 15, 0,
	  "quinzaine|quincena|quinzena" },
	{ WORD_VAGUE, 0, 0,
	  "few|couple|several|some|many|couple of|various|wenige|wenigen|"
	  "einige|einigen|einiger|ein paar|paar|mehrere|mehreren|quelques|"
	  "plusieurs|qqs|unos|unas|unos pocos|pocos|pocas|varios|varias|"
	  "algunos|algunas|poucos|poucas|alguns|algumas|uns|pochi|poche|"
	  "qualche|alcuni|alcune|parecchi|diversi|diverse|enkele|enige|"
	  "meerdere|een paar|verschillende|kilka|kilku|kilkanascie|paru|"
	  "kilkoma|nagra|nagra fa|flera|ett par|par|nogle|nogle fa|et par|"
	  "flere|noen|noen fa|muutama|muutaman|muutamia|pari|useita|nekolik|"
	  "nekolika|niekolko|niekolkymi|несколько|пару|пара|нескольких|"
	  "кілька|декілька|кількох|birkac|bir kac|bircok|cateva|cativa|"
	  "mai multe|nehany|μερικεσ|μερικα|μερικουσ|λιγεσ|λιγα|λιγουσ|"
	  "αρκετεσ|بضع|بضعه|عده|بعض|كم|מספר|כמה|कुछ|कई|vai|may|nhieu|"
	  "beberapa|sejumlah|ไม่กี่|สองสาม|چند|چندين|几|幾|数|數|多|若干|몇|며칠|여러|数日|"
	  "moni|moned|kelias|kelios|dazas|nekoliko|uns quants|mga" },
	{ WORD_NUMBER, 14, 0,
	  "fourteen|vierzehn|quatorze|catorce|catorze|quattordici|veertien|"
	  "czternascie|fjorton|fjorten|neljatoista|ctrnact|ctrnacti|"
	  "четырнадцать|чотирнадцять" },
	{ WORD_NUMBER, 15, 0,
	  "fifteen|funfzehn|quinze|quince|quindici|vijftien|pietnascie|"
	  "femton|femten|viisitoista|patnact|patnacti|пятнадцать|пятнадцять|"
	  "on bes|δεκαπεντε|cincisprezece|tizenot|पंद्रह|lima belas" },
	{ WORD_NUMBER, 20, 0,
	  "twenty|zwanzig|vingt|veinte|vinte|venti|twintig|dwadziescia|tjugo|"
	  "tyve|tjue|kaksikymmenta|dvacet|dvaceti|двадцать|двадцять|yirmi|"
	  "εικοσι|douazeci|husz|बीस|dua puluh|hai muoi|عشرين|עשרים" },
	{ WORD_NUMBER, 30, 0,
	  "thirty|dreissig|trente|treinta|trinta|trenta|dertig|trzydziesci|"
	  "trettio|tredive|tretti|kolmekymmenta|tricet|triceti|тридцать|"
	  "тридцять|otuz|τριαντα|treizeci|harminc|तीस|tiga puluh|ba muoi|"
	  "ثلاثين|שלושים" },
};

const struct relative_word *relative_word_find(struct span folded)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		const char *at = words[i].words;

		while (*at) {
			size_t len = strcspn(at, "|");

			if (len == folded.len &&
			    memcmp(at, folded.ptr, len) == 0)
				return &words[i];
			at += len + (at[len] == '|');
		}
	}
	return NULL;
}
