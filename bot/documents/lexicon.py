"""The words that attribution goes by: verbs and nouns of saying, titles, roles, bodies, documents."""

from __future__ import annotations

import re
from functools import cache

_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "think": "thinks thought thinking",
    "read": "reads read reading",
    "begin": "begins began begun beginning",
    "go": "goes went gone going",
    "put": "puts put putting",
    "swear": "swears swore sworn swearing",
    "speak": "speaks spoke spoken speaking",
    "find": "finds found finding",
    "hold": "holds held holding",
    "feel": "feels felt feeling",
    "reply": "replies replied replying",
    "cry": "cries cried crying",
    "testify": "testifies testified testifying",
    "decry": "decries decried decrying",
    "quip": "quips quipped quipping",
    "snap": "snaps snapped snapping",
    "admit": "admits admitted admitting",
    "concur": "concurs concurred concurring",
    "slam": "slams slammed slamming",
    "dub": "dubs dubbed dubbing",
    "chip": "chips chipped chipping",
    "sum": "sums summed summing",
    "rebut": "rebuts rebutted rebutting",
    "label": "labels labelled labeled labelling labeling",
    "shout": "shouts shouted shouting",
    "deny": "denies denied denying",
    "understand": "understands understood understanding",
    "brief": "briefs briefed briefing",
    "see": "sees saw seen seeing",
    "tweet": "tweets tweeted tweeting",
    "retort": "retorts retorted retorting",
    "pen": "pens penned penning",
    "clarify": "clarifies clarified clarifying",
    "tag": "tags tagged tagging",
    "spit": "spits spat spitting",
    "grin": "grins grinned grinning",
    "sing": "sings sang sung singing",
    "blog": "blogs blogged blogging",
    "text": "texts texted texting",
    "make": "makes made making",
    "laugh": "laughs laughed laughing",
    "justify": "justifies justified justifying",
}
# Verbs whose object or complement is what somebody says.
_SAYING = """
say tell add warn argue insist claim note explain state declare announce remark observe comment reply respond
answer retort counter write post tweet testify concede admit acknowledge confirm maintain contend assert
stress emphasise emphasize reiterate quip joke suggest predict caution complain protest object concur agree
ask inquire enquire wonder demand urge plead beg pledge vow promise threaten conclude reveal disclose allege
continue begin interrupt interject chime shout yell cry whisper mutter murmur sigh laugh snap thunder sneer
scoff boast go sum swear recall remember repeat report find rebut affirm proclaim opine venture volunteer muse
reflect lament grumble exclaim groan bark growl shrug retweet blog email text message estimate advise assure
inform remind instruct hold rule reason speculate signal clarify submit tease intone interpose speak chip put
estimate reckon believe fear feel think pronounce profess avow counsel rejoin bemoan bellow blurt drawl
stammer mumble croak gasp sniff snort fume rage fire hit demur elaborate expand theorise point brag crow
grouse gripe moan rail mock preach lecture implore entreat appeal underline underscore highlight express offer
preface finish close open deadpan riposte parry summarise summarize ponder forecast guarantee attest certify
conjecture hint insinuate intimate imply postulate posit propose recount relate narrate recite report tally
"""
# Verbs that put words on a person or thing: called it "...", described it as "...", accused them of "...".
_CALLING = """
call describe label dub brand denounce condemn dismiss criticise criticize praise hail welcome characterise
characterize liken compare accuse deride slam attack reject portray cite quote decry blast lambast lambaste
paint cast attribute ridicule term class classify pan laud applaud defend salute castigate mock berate regard
see rebuke chide scorn disparage trash savage assail deem
"""
# Verbs of saying in a tag in another language, after a quotation.
FOREIGN_SAYING = frozenset(
    "déclaré dit affirmé expliqué ajouté estimé assuré rappelé sagte sagt erklärte meinte dijo afirmó "
    "declaró explicó disse dichiarato spiegato afirmou zei sade sagde powiedział powiedziała".split()
)
# Verbs that introduce a report without quotation marks: "X said that ...".
_REPORTING = """
say tell add warn argue insist claim note explain state declare announce remark observe reply respond answer
counter write post tweet testify concede admit acknowledge confirm maintain contend assert stress emphasise
emphasize reiterate joke predict caution complain protest conclude reveal disclose allege recall repeat affirm
suggest lament estimate advise assure find show indicate inform clarify reckon swear boast deny object agree
"""
# Verbs of saying that are more often something else; they count only next to a quotation.
WEAK = frozenset(
    "go put begin continue hold find fire hit open close finish offer run read see point make express "
    "signal appeal message text report rule reason close relate class term cast paint attack defend open "
    "highlight tally".split()
)
NEGATIVE = frozenset("deny refuse decline avoid stop".split())
HYPOTHETICAL = frozenset("would could might may should can must will shall ’d 'd ’ll 'll wo ca".split())
SPEECH_NOUNS = frozenset(
    "claim remark view warning assertion description comment words word insistence argument statement "
    "verdict contention observation complaint suggestion conclusion phrase reply answer response "
    "objection prediction boast promise pledge admission allegation accusation concession belief opinion "
    "assurance declaration retort quip joke point plea criticism characterisation characterization "
    "reminder judgment judgement summary testimony evidence message tweet post charge idea notion theory "
    "myth rumour rumor suspicion concern jibe taunt slur gibe reports rumours story impression".split()
)
DOCUMENTS = frozenset(
    "report review study paper judgment judgement ruling order letter statement filing survey audit "
    "analysis article column editorial book blog post memo draft assessment inquiry opinion submission "
    "briefing manifesto verdict document release leaflet banner placard poster sign notice slogan bill "
    "law act clause section paragraph headline caption email website page manual guide guidance policy "
    "page summary message tweet poll transcript petition charter motion t-shirt app screen site rule song "
    "film story proverb map machine computer phone system voice treaty book text graffiti sticker flyer "
    "note label plaque survey pamphlet advertisement advert one another third".split()
)
# Words before a quotation that make it a name, a term or a title, and nobody's speech.
NAMING = frozenset(
    "titled entitled headlined named nicknamed marked labelled labeled tagged known so-called called "
    "dubbed word term nickname headline title codenamed code-named captioned branded christened subtitled "
    "reading slogan hashtag button option tab setting project operation codename label badge heading "
    "subject chapter section song film series exhibition programme program campaign album play novel game "
    "app password motto".split()
)
HONORIFICS = frozenset("lord lady sir dame baroness baron viscount viscountess earl countess".split())
FEMALE_TITLES = frozenset(
    "mrs ms miss dame lady baroness viscountess countess madam sister mother queen princess".split()
)
MALE_TITLES = frozenset("mr sir lord baron viscount earl father brother king prince mister".split())
TITLES = HONORIFICS | frozenset(
    "mr mrs ms miss dr doctor prof professor rep representative sen senator sgt sergeant lt lieutenant "
    "col colonel capt captain maj major gen general judge justice minister inspector superintendent rev "
    "reverend father sister brother constable pc dc ds di dci dcs det detective chief deputy assistant "
    "acting commissioner commander president premier prime secretary chancellor ambassador bishop "
    "archbishop cardinal rabbi imam pastor canon dean councillor cllr mayor governor congressman "
    "congresswoman attorney right rt hon honourable honorable the very most home foreign shadow speaker "
    "king queen prince princess pope saint st mx madam mister admiral brigadier nurse sheriff officer "
    "vice former then interim co-founder founder chairman chairwoman chair director mp mep msp ms. "
    "president-elect undersecretary agent special corporal private marshal advocate coroner magistrate "
    "recorder registrar master".split()
)
PERSON_TITLES = TITLES - frozenset(
    "home foreign former then the right most very vice special shadow private st".split()
)
AFTER_NAMES = frozenset("mp mep msp qc kc q.c. k.c. obe mbe cbe kbe phd md ph.d. m.p. jr jr. sr sr. frs esq".split())
TITLE_ROLES = {
    "sgt": "sergeant",
    "lt": "lieutenant",
    "col": "colonel",
    "capt": "captain",
    "gen": "general",
    "maj": "major",
    "prof": "professor",
    "dr": "doctor",
    "rep": "representative",
    "sen": "senator",
    "justice": "judge",
    "rev": "reverend",
    "father": "priest",
    "lord": "peer",
    "baroness": "peer",
    "lady": "peer",
    "cllr": "councillor",
    "det": "detective",
    "pc": "constable",
    "di": "inspector",
    "ds": "sergeant",
    "dci": "inspector",
}
BODY_HEADS = frozenset(
    "institute league fund union authority federation ministry office police company ltd limited inc plc "
    "corporation corp university committee commission council association society agency department board "
    "bureau centre center foundation group trust party court bank service services alliance coalition "
    "network project campaign campaigns forum college school initiative watch action international times "
    "courier echo post gazette herald tribune guardian mail telegraph news press radio television tv labs "
    "laboratory laboratories systems technologies software media partnership academy church parliament "
    "senate assembly congress commons lords cabinet government treasury inspectorate tribunal unit force "
    "taskforce team club circle charity cooperative collective movement consortium organisation "
    "organization guild chamber observatory hospital embassy directorate administration secretariat "
    "registry ombudsman house chat app works industries partners holdings solutions networks broadcasting "
    "chronicle review journal magazine working now rights freedom defenders defence defense security "
    "intelligence constabulary nations kingdom states city county bulletin star dispatch standard argus "
    "examiner observer independent mirror sun express record messenger monitor".split()
)
GROUP_NOUNS = frozenset(
    "company firm group body organisation organization charity authority regulator ministry department "
    "agency union federation institute league fund council committee commission government party police "
    "force court watchdog campaign association society start-up startup publisher paper newspaper bank "
    "university trust board office platform provider coalition network think-tank tribunal panel inquiry "
    "giant developer operator manufacturer parliament ministry club team unit foundation centre center "
    "bureau alliance business".split()
)
SPOKESPEOPLE = frozenset(
    "spokesman spokeswoman spokesperson spokespeople spokesmen spokeswomen press-officer spox".split()
)
ROLES = frozenset(
    "minister officer director chief chair chairman chairwoman chairperson president secretary "
    "commissioner founder co-founder engineer lawyer solicitor barrister counsel judge magistrate coroner "
    "inspector sergeant superintendent detective constable professor doctor nurse teacher headteacher "
    "researcher scientist cryptographer mathematician economist analyst adviser advisor consultant editor "
    "journalist reporter columnist author writer novelist historian archivist librarian bishop archbishop "
    "priest vicar rabbi imam pastor canon senator representative congressman congresswoman mp mep peer "
    "baroness councillor mayor governor ambassador diplomat lobbyist campaigner activist advocate critic "
    "expert specialist executive boss manager head leader deputy spokesman spokeswoman spokesperson owner "
    "mother father parent victim survivor witness resident neighbour worker employee colleague partner "
    "boyfriend husband wife son daughter brother sister aunt uncle grandmother grandfather widow widower "
    "friend student pupil veteran general colonel captain commander pilot farmer baker fisherman grocer "
    "shopkeeper driver postman official aide insider source regulator watchdog ombudsman auditor "
    "accountant banker investor developer programmer designer technologist hacker coder architect "
    "moderator user customer prosecutor defendant claimant attorney clerk speaker whip backbencher "
    "candidate premier chancellor envoy negotiator delegate rapporteur convenor convener organiser "
    "organizer volunteer trustee chairwoman treasurer psychologist psychiatrist paediatrician "
    "pediatrician counsellor therapist physician surgeon midwife academic scholar philosopher sociologist "
    "anthropologist linguist lecturer reader dean principal provost rector warden caretaker janitor "
    "cleaner cook chef waiter barman landlord tenant commentator broadcaster presenter interviewer host "
    "producer photographer artist musician singer actor activists campaigners officials ministers "
    "engineers lawyers experts researchers critics chiefs prosecutors physicist chemist biologist "
    "statistician agent informant whistleblower refugee exile dissident blogger detective-inspector peer "
    "lord lady moderator curator keeper sheriff marshal ranger registrar trainer coach player athlete man "
    "woman boy girl teenager pensioner grandmother grandparent shareholder buyer seller trader merchant "
    "publisher bookseller printer technician operator supervisor foreman apprentice graduate scholar monk "
    "nun abbot sexton commentator strategist pollster planner ecologist geographer geologist astronomer "
    "journalist-turned-campaigner counterpart opponent rival predecessor successor ally mentor supporter "
    "namesake ex-minister chairperson vice-chair vice-president co-chair co-author undersecretary "
    "under-secretary auctioneer ferryman".split()
)
MALE_ROLES = frozenset(
    "spokesman chairman congressman fisherman policeman father husband son brother uncle grandfather "
    "widower man boy priest monk abbot boyfriend postman barman landlord bishop king businessman salesman".split()
)
FEMALE_ROLES = frozenset(
    "spokeswoman chairwoman congresswoman policewoman mother wife daughter sister aunt grandmother widow "
    "woman girl nun baroness lady midwife girlfriend actress landlady businesswoman headmistress queen".split()
)
NOBODY = frozenset(
    "one nobody everyone everybody anybody anyone someone somebody no-one none some others many few "
    "another those these that this there which what who something nothing everything all both neither "
    "each most several".split()
)
MONTHS_AND_DAYS = frozenset(
    "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday christmas easter".split()
)
NO_NAMES = MONTHS_AND_DAYS | frozenset(
    "i i’m i'm he she it they we you the a an this that these those and but or so yet for if when while "
    "as in on at by of to from with under over after before since because although though asked pressed "
    "according its his her their our my your not no yes there here then now later earlier also both "
    "neither one two three four five six seven eight nine ten all some many most few several another "
    "other others each every either only even still just once again however meanwhile instead perhaps "
    "what which who whom whose where why how q a internet english british american french german european "
    "encryption reading standing speaking writing quoting replying dear mum dad god".split()
)
PARTICLES = frozenset(
    "de da di do dos van von der den del della la le du bin ibn al el ap mac ter ten y e zu av af o’ o' d’ d'".split()
)


def _forms(lemma: str) -> list[str]:
    if lemma in _IRREGULAR:
        return [lemma, *_IRREGULAR[lemma].split()]
    if lemma.endswith("e"):
        return [lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"]
    if re.search(r"(?:s|sh|ch|x|z)$", lemma):
        return [lemma, lemma + "es", lemma + "ed", lemma + "ing"]
    if re.search(r"[^aeiou]y$", lemma):
        return [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    return [lemma, lemma + "s", lemma + "ed", lemma + "ing"]


@cache
def verb_forms(kind: str) -> dict[str, str]:
    """Every form of the verbs of a kind (``saying``, ``calling`` or ``reporting``) with its infinitive."""
    lists = {"saying": _SAYING, "calling": _CALLING, "reporting": _REPORTING, "negative": " ".join(NEGATIVE)}
    return {form: lemma for lemma in lists[kind].split() for form in _forms(lemma)}
