#include "parsers/date_words.h"

#include "base/mem.h"

#include <string.h>

#define WORD_MAX 160  /* bytes; longer is none of them */
#define SHORT_MIN 3   /* letters of a name that is cut short */
#define SHORT_INDIC 2 /* where a letter is a syllable */

/*
 * Folded, divided by blanks: names, and what they are cut to where that is no
 * beginning of theirs, in some fifty languages. "listopada" and "lip" are
 * Polish here; date_word_is_disputed() knows that they mean others elsewhere.
 */
static const char *const months[] = {
	" january januari januar tammikuuta tammikuu janner janvier enero janeiro "
	"gennaio stycznia styczen jan janv ene gen sty ledna leden januara ianuarie "
	"januarie januarja ocak oca ιανουαριου ιανουαριοσ ιαν января январь янв "
	"січня січень януари јануар يناير כאנון ינואר בינואר जनवरी มกราคม มค gener "
	"janvaris janvari jaanuar sausio sijecnja sijecanj ian جانفي كانونالثاني ",
	" february februari februar helmikuuta helmikuu feber fevrier febrero "
	"fevereiro febbraio lutego luty feb fev fevr lut unora unor februara "
	"februarie subat sub φεβρουαριου φεβρουαριοσ φεβ февраля февраль фев лютого "
	"лютий февруари фебруар فبراير شباط فيفري פברואר בפברואר फरवरी फ़रवरी "
	"กุมภาพันธ์ กพ febrer februaris veebruar vasario veljace veljaca ",
	" march mars marts maaliskuuta maaliskuu marz maerz maart marzo marco marca "
	"marzec mar mrz mrt brezna brezen martie marcius maret marc μαρτιου μαρτιοσ "
	"μαρ марта март мар березня березень مارس اذار מרץ במרץ मार्च มีนาคม มีค "
	"kovo ozujka ozujak мaрт ",
	" april huhtikuuta huhtikuu avril abril aprile kwietnia kwiecien apr abr avr "
	"kwi dubna duben aprila aprilie aprilis nisan nis απριλιου απριλιοσ απρ "
	"апреля апрель апр квітня квітень април ابريل نيسان افريل אפריל באפריל "
	"अप्रैल เมษายน เมย aprill balandzio travnja travanj ",
	" may maj mai toukokuuta toukokuu mei mayo maio maggio mag maja kvetna "
	"kveten mayis majus maiu μαιου μαιοσ μαη μαι мая май травня травень мај "
	"مايو ايار ماي מאי במאי मई พฤษภาคม พค maig maijs geguzes svibnja svibanj ",
	" june juni kesakuuta kesakuu juin junio junho giugno czerwca czerwiec jun "
	"giu cze cervna cerven juna iunie junius haziran haz ιουνιου ιουνιοσ ιουν "
	"июня июнь июн червня червень јун юни يونيو حزيران جوان יוני ביוני जून "
	"มิถุนายน มิย juny junijs juuni birzelio lipnja lipanj iun ",
	" july juli heinakuuta heinakuu juillet julio julho luglio lipca lipiec lip "
	"jul juil lug cervence cervenec jula iulie julius temmuz tem ιουλιου "
	"ιουλιοσ ιουλ июля июль июл липня липень јул юли يوليو تموز جويليه يوليوز "
	"יולי ביולי जुलाई กรกฎาคม กค juliol julijs juuli liepos srpnja srpanj iul ",
	" august augusti elokuuta elokuu augustus aout agosto sierpnia sierpien sie "
	"aug ago aou srpna srpen augusta augusztus agustos agu agustus agt "
	"αυγουστου αυγουστοσ αυγ августа август авг серпня серпень اغسطس اب اوت غشت "
	"אוגוסט באוגוסט अगस्त สิงหาคม สค agost augusts rugpjucio kolovoza kolovoz "
	"avgust avg ",
	" september syyskuuta syyskuu septembre septiembre setiembre setembro "
	"settembre wrzesnia wrzesien sep sept set wrz zari septembra septembrie "
	"szeptember szept eylul eyl σεπτεμβριου σεπτεμβριοσ σεπ σεπτ сентября "
	"сентябрь сен сент вересня вересень вер септември септембар سبتمبر ايلول "
	"شتنبر ספטמבר בספטמבר सितंबर सितम्बर กันยายน กย setembre septembris rugsejo "
	"rujna rujan ",
	" october oktober lokakuuta lokakuu octobre octubre outubro ottobre "
	"pazdziernika pazdziernik oct okt ott out paz rijna rijen oktobra octombrie "
	"ekim eki οκτωβριου οκτωβριοσ οκτ октября октябрь окт жовтня жовтень "
	"октомври октобар اكتوبر تشرينالاول אוקטובר באוקטובר अक्टूबर अक्तूबर ตุลาคม "
	"ตค oktobris oktoober spalio ",
	" november marraskuuta marraskuu novembre noviembre novembro nov listopadu "
	"listopada listopad lis novembra noiembrie noi kasim kas νοεμβριου "
	"νοεμβριοσ νοε ноября ноябрь ноя листопада листопад лис ноември новембар "
	"نوفمبر تشرينالثاني نونبر נובמבר בנובמבר नवंबर नवम्बर พฤศจิกายน พย "
	"novembris lapkricio studenoga studenog studeni ",
	" december desember joulukuuta joulukuu dezember decembre diciembre dezembro "
	"dicembre grudnia grudzien dec des dez dic gru prosince prosinec decembra "
	"decembrie aralik ara δεκεμβριου δεκεμβριοσ δεκ декабря декабрь дек грудня "
	"грудень декември децембар ديسمبر كانونالاول دجنبر דצמבר בדצמבר दिसंबर "
	"दिसम्बर ธันวาคม ธค desembre decembris detsember gruodzio prosinca ",
};

/* Beside a date in one: articles, ordinals, days of the week. */
static const char fillers[] =
	" de del of den the er st nd rd th a le el il l r г года році року p roku р "
	"o º ª d dem la i v monday tuesday wednesday thursday friday saturday "
	"sunday mon tue tues wed weds thu thur thurs fri sat sun montag dienstag "
	"mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so "
	"lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam "
	"dim lunes martes miercoles jueves viernes sabado domingo mie jue vie sab "
	"dom lunedi martedi mercoledi giovedi venerdi sabato domenica gio maandag "
	"dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo mandag "
	"tirsdag onsdag torsdag fredag lordag sondag tisdag man tis ons tor tors "
	"fre lor son tir poniedzialek wtorek sroda czwartek piatek sobota niedziela "
	"pon wt sr czw pt sob ndz niedz pondeli utery streda ctvrtek patek nedele "
	"po ut ct pa ne maanantai maanantaina tiistai tiistaina keskiviikko "
	"keskiviikkona torstai torstaina perjantai perjantaina lauantai lauantaina "
	"sunnuntai sunnuntaina ti ke to pe su понедельник вторник среда четверг "
	"пятница суббота воскресенье пн вт ср чт пт сб вс понеділок вівторок середа "
	"четвер пятниця субота неділя нд segunda terca quarta quinta sexta feira "
	"seg ter qua qui sex pazartesi sali carsamba persembe cuma cumartesi pazar "
	"gunu luni marti mar miercuri joi vineri sambata duminica hetfo kedd szerda "
	"csutortok pentek szombat vasarnap δευτερα τριτη τεταρτη πεμπτη παρασκευη "
	"σαββατο κυριακη الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد يوم "
	"יום ראשון שני שלישי רביעי חמישי שישי שבת סोमवार सोमवार मंगलवार बुधवार "
	"गुरुवार शुक्रवार शनिवार रविवार senin selasa rabu kamis jumat sabtu minggu "
	"chu nhat hai ba tu bay cn วันจันทร์ วันอังคาร วันพุธ วันพฤหัสบดี วันศุกร์ "
	"วันเสาร์ วันอาทิตย์ วันจันทร์ที่ วันอังคารที่ วันพุธที่ วันพฤหัสบดีที่ "
	"วันศุกร์ที่ วันเสาร์ที่ วันอาทิตย์ที่ จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ "
	"เสาร์ อาทิตย์ พศ คศ 月 火 水 木 金 土 日 祝 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 周一 周二 "
	"周三 周四 周五 周六 周日 週一 週二 週三 週四 週五 週六 週日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 월요일 화요일 "
	"수요일 목요일 금요일 토요일 일요일 화 수 목 금 토 kl klo uhr at um u as alle om ob oclock saat "
	"в о στισ jan ";

/* What boards write before or behind a date; of a stem (*) any form. */
static const char labels[] =
	" posted* posting on date update* added add listed create* job jobs ad ads "
	"advert advertise* release* reposted opened opening open live since started "
	"last modified refreshed issued issue announced as of veroffentlich* am "
	"eingestellt seit datum aktualisiert aktualisierung vom online erschienen "
	"erscheint erstellt eintrag anzeige stand ausgeschrieben ausschreibung "
	"inserat inseriert freigeschaltet hinzugefugt geandert letzte anderung "
	"stelle publi* mise mis en ligne depuis offre annonce parue paru ajoutee "
	"ajoute deposee depose creee cree modifiee modifie actualise* a jour "
	"derniere de du le actualizad* em fecha anunci* oferta creado creada desde "
	"alta modificad* divulgad* cadastrad* inserid* postad* vaga data atualizad* "
	"criada criado pubblicat* pubblicazione aggiornat* aggiornamento inserit* "
	"inserzione annuncio creato creata dal geplaatst op gepubliceerd plaatsing "
	"plaatsingsdatum toegevoegd bijgewerkt gewijzigd vacature sinds aangemaakt "
	"van opublikowan* dodan* dnia aktualizacj* zaktualizowan* aktualizowan* "
	"utworzon* ogloszenie odswiezon* od z wystawion* opdateret oppdatert "
	"opslaet oprettet indrykket indrykningsdato dato tilfojet senest sist "
	"endret lagt ut opprettet registrert uppdater* inlagd inkom tillagd skapad "
	"annons julkaistu julkaisupaiva julkaisu paivitetty lisatty ilmoitus luotu "
	"muokattu zverejn* pridan* aktualizov* vlozen* vytvoren* dne uverejn* "
	"опубл* размещ* обновл* дата публик* добавл* создан* вакансия от оголош* "
	"оновл* розміщ* додан* створен* вакансія від публікації yayin* tarihi tarih "
	"ilan guncelle* eklen* olustur* la postat pe adaugat* actualizat* anunt din "
	"kozzeteve kozzetetel feladva feladas frissitve datuma megjelen* letrehozva "
	"hirdetes meghirdetve δημοσιευ* στισ ημερομηνια καταχωρ* ενημερω* αναρτ* "
	"απο نشر نشرت في تاريخ النشر تم الاضافه اضيفت التحديث اخر تحديث اعلان "
	"بتاريخ פורסם פורסמה ב בתאריך תאריך פרסום עודכן עודכנה נוספה המשרה प्रकाशित "
	"तिथि तारीख पोस्ट प्रकाशन अपडेट को दिनांक dang ngay cap nhat luc diposting "
	"dipasang diterbitkan ditayangkan pada tanggal tayang diperbarui dibuat tgl "
	"ประกาศเมื่อ วันที่ ลงประกาศ ประกาศวันที่ อัปเดต อัพเดท อัพเดตเมื่อ เมื่อ "
	"เผยแพร่ 更新日 更新日時 更新于 更新於 更新 最終更新 最終更新日 掲載日 掲載 掲載開始日 掲載開始 公開日 公開 投稿日 投稿 受付日 "
	"受付年月日 登録日 登録 発表日 作成日 发布于 發佈於 發布於 发布 發佈 發布 发布时间 發布時間 發佈時間 发布日期 發布日期 更新时间 "
	"更新時間 更新日期 刷新时间 刷新時間 发表于 发表时间 发布日 刊登日期 刊登 上架日期 公告日期 創建時間 创建时间 등록일 게시일 게시됨 "
	"작성일 수정일 등록일자 공고일 공고등록일 접수시작일 등록 게시 수정 작성 업데이트 ";

/* Those of them, and of the fillers, that English has. */
static const char english[] =
	" posted reposted on date of the published publishing publication "
	"updated update added add listed created job jobs ad ads advert "
	"advertised released release opened opening open live since started "
	"last modified refreshed issued issue announced as at a ";

/* Is `word`, or a stem of it, one of `words`? */
static bool is_among(struct span word, const char *words)
{
	for (const char *at = words + 1; *at;) {
		size_t len = strcspn(at, " ");
		bool   is_stem = len && at[len - 1] == '*';
		size_t n = len - is_stem;

		if (word.len >= n && (is_stem || word.len == n) &&
		    memcmp(word.ptr, at, n) == 0)
			return true;
		at += len + (at[len] == ' ');
	}
	return false;
}

bool date_word_is_filler(struct span word)
{
	return is_among(word, fillers);
}

bool date_word_is_label(struct span word)
{
	return is_among(word, labels);
}

bool date_word_is_english(struct span word)
{
	return is_among(word, english);
}

bool date_word_is_disputed(struct span word)
{
	return is_among(word, " lis lip listopad listopada ");
}

static size_t letters_of(struct span word)
{
	size_t n = 0;

	for (size_t i = 0; i < word.len; i++)
		n += ((unsigned char)word.ptr[i] & 0xC0) != 0x80;
	return n;
}

/* Does one of `names` begin with `word`? */
static bool begins_one(struct span word, const char *names)
{
	char padded[WORD_MAX + 2] = " ";

	memcpy(padded + 1, word.ptr, word.len);
	padded[word.len + 1] = '\0';
	return strstr(names, padded) != NULL;
}

int date_month_of(struct span word)
{
	int found = 0;

	if (!word.len || word.len >= WORD_MAX)
		return 0;
	for (int i = 0; i < 12; i++) {
		if (is_among(word, months[i]))
			return i + 1;
	}
	if (letters_of(word) <
	    ((unsigned char)word.ptr[0] >= 0xE0 ? SHORT_INDIC : SHORT_MIN))
		return 0;
	for (int i = 0; i < 12; i++) {
		if (!begins_one(word, months[i]))
			continue;
		if (found)
			return 0;
		found = i + 1;
	}
	return found;
}
