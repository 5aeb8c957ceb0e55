"""What kind of answer a question wants, by its wording. English is regular here; the tables are read from the top."""

from __future__ import annotations

import re
from typing import Literal

Intent = Literal[
    "inject", "harm", "help", "about", "off_topic", "quote", "sides", "compare", "change", "list", "figure", "reply",
    "event",
    "term", "speaker", "open",
]  # fmt: skip

SPECIAL: tuple[Intent, ...] = ("inject", "harm", "help", "about", "off_topic")
_SAYING = (
    r"(?:say|said|says|saying|call|called|calls|write|wrote|written|tweet|tweeted|warn|warned|told|tell|claim|claimed"
    r"|argue|argued"
    r"|describe|described|compare|compared|liken|likened|predict|predicted|accuse|accused|coin|coined|promise"
    r"|promised|joke|joked"
    r"|quip|quipped|put it|insist|insisted|declare|declared|ask|asked|complain|complained|think|thought|use|used)"
)
_MINOR = (
    r"(?:child\w*|kids?|minors?|teens?|teenage\w*|under.?age\w*|girls?|boys?|young\w*|pre-?teen\w*|\d{1,2}[ -]?(?:yr"
    r"|year|yo)s?"
    r"(?:[ -]?olds?)?|daughters?|sons?|school ?girls?|school ?boys?)"
)
_ABUSE = (
    r"(?:csam|child porn\w*|cp|(?:child |sexual |illegal |abuse )+(?:abuse|images?|pictures?|pics?|photos?|videos?"
    r"|material|content)|nudes?|groom\w*|illegal (?:pictures?|images?|photos?|stuff|content)|abuse (?:pictures?"
    r"|images?|photos?|material))"
)
_EVADE = (
    r"(?:(?:never|nobody|no one|not|n't|won't|cant|cannot|can't|doesnt|dont|without) (?:\w+ ){0,5}?(?:notic\w*"
    r"|find\w*|found|see\w*"
    r"|catch\w*|caught|know\w*|detect\w*"
    r"|flag\w*|trac\w*|being|get\w*)|undetect\w*|evad\w*|avoid\w*|bypass\w*|get (?:around|past|away)|hide|hiding"
    r"|slip past|fool|trick|defeat|beat)"
)
_HOW = (
    r"(?:\bhow (?:do|can|could|would|should|to|might)\b|\bwhich \w+ (?:should|can|could|do) i\b|\bwhat(?:'s| is)? "
    r"(?:the )?best (?:way|app)|\bhelp me\b|\bteach me\b|\bshow me how\b|\btell me how\b|\bi (?:want|need|wanna"
    r"|would like) to\b|\bways? (?:to|for)\b|\bgive me\b|\bsteps\b|\binstructions\b)"
)

_INJECT = re.compile(
    r"(?:ignore|disregard|forget|override|drop|bypass|break)\b[^.?!]{0,40}\b(?:rules?|instructions?|prompts?"
    r"|guidelines?|constraints?|restrictions?|citations?|previous|above|training)\b"
    r"|\b(?:you are|you're|act|pretend|roleplay|role-play|play|speak|answer|talk|respond|write|reply"
    r"|pose)\b[^.?!]{0,30}\b(?:now |as if you (?:are|were) |as (?:him|her|them|though)|in the first person|in "
    r"character)"
    r"|\b(?:you are now|from now on,? (?:you|answer|speak|respond)|pretend (?:to be|you|that)|act as|roleplay"
    r"|impersonate|in the (?:first person|voice of|style of)|speak as|new instructions|developer mode|jailbreak|dan "
    r"mode)\b"
    r"|\b(?:system|hidden|secret|initial) prompt\b|</?(?:system|user|assistant|instructions?)>|\[(?:system|inst)\]"
    r"|\b(?:make up|made-up|invent|fabricate|fake|forge|concoct|cook up)\b[^.?!]{0,40}\b(?:quotes?|quotations?"
    r"|statements?|words|sources?|letters?|tweets?|citations?|speech|lines?)\b"
    r"|\b(?:write|generate|create|give me|compose|produce)\b[^.?!]{0,30}\b(?:fake|fictional|fictitious|realistic"
    r"|made-up|invented|imaginary|plausible)\b[^.?!]{0,30}\b(?:quotes?|statements?|tweets?|letters?|speech"
    r"|interview)\b",
    re.IGNORECASE,
)
_ASKS_WHETHER = re.compile(r"\b(?:do|would|could|will|can|did) you (?:ever|sometimes|just)\b", re.IGNORECASE)
_HARM = (
    re.compile(
        rf"{_HOW}.*(?:{_EVADE}.*(?:{_MINOR}|{_ABUSE})|(?:{_MINOR}|{_ABUSE}).*{_EVADE})", re.IGNORECASE | re.DOTALL
    ),
    re.compile(
        rf"{_HOW}.*\b(?:get|find|share|trade|download|sell|store|send|make|groom|meet|contact|collect"
        rf"|swap)\b.*(?:{_ABUSE})",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        rf"{_HOW}.*\b(?:hack|stalk|spy on|track|dox|blackmail|threaten|hurt|attack|break into|sextort)\b.*\b(?:my "
        rf"|his |her |their |some|a |an |the |ex)",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(rf"{_HOW}.*\b(?:build|make) (?:a )?bomb", re.IGNORECASE | re.DOTALL),
)
_HELP = re.compile(
    r"\b(?:my|our|his|her|their|someone'?s|me|i'?m|i am|im|we)\b.*\b(?:blackmail\w*|sextort\w*|groom(?:ed|ing)|being "
    r"abused|threaten\w*|raped|assaulted|suicid\w*|kill myself|self-?harm\w*|in danger)\b"
    r"|\b(?:blackmail\w*|sextort\w*|threaten\w*|groom(?:ed|ing)|abus(?:ed|ing)|harass\w*)\b[^.?!]{0,20}\b(?:me|my "
    r"(?:\w+ )?(?:child|kid|daughter|son|sister|brother|friend|boy|girl))\b"
    r"|\b(?:my|our|his|her|have|has|got|with) (?:\w+ )?(?:nudes?|naked|intimate|private (?:pic|photo|image))"
    r"|\b(?:send|post|share|leak|show|publish)\w*\b[^.?!]{0,20}\b(?:my|her|his|our|your"
    r"|the)\b[^.?!]{0,30}\b(?:pictures?|pics?|photos?|images?|videos?|nudes?)\b.*\b(?:pay|money|unless|if|school)\b"
    r"|\b(?:where|how|who|whom)\b[^.?!]{0,30}\b(?:report|tell|contact|call)\b[^.?!]{0,40}\b(?:it|this|abuse|images?"
    r"|groom\w*|predator|him|her|someone|csam)\b(?!.*\b(?:did|statement|19\d\d|20\d\d)\b)"
    r"|\b(?:i|we|my \w+)\b[^.?!]{0,30}\b(?:came across|found|stumbled|saw|received|been sent|got sent|was "
    r"sent)\b[^.?!]{0,40}\b(?:abuse|csam|child porn|indecent|illegal)"
    r"|\bi(?:'m| am)? (?:was|am|being|got|have been)? ?(?:sexually )?abused\b|\bneed help\b.*\b(?:abuse|grooming"
    r"|police)",
    re.IGNORECASE | re.DOTALL,
)
_ABOUT = re.compile(
    r"^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?|thank you|cheers|yo|greetings"
    r"|bye)\b(?:\W+\w+){0,2}\W*$"
    r"|\b(?:what|who|how|why|are|do|can|is|where|should i)\b.{0,40}\b(?:are you|can you (?:do|help|answer)|you (?:do"
    r"|work|made|built|run|biased|neutral|independent|trust\w*|funded|paid|for|human|real|an? (?:ai|bot|robot"
    r"|llm)))\b"
    r"|\bare you\b|\bwho (?:made|built|runs|funds|pays|owns|wrote|created|operates|maintains) (?:you|this)|\bwhere "
    r"(?:do|does|did) (?:your|this|the|these|all)\b.{0,30}\b(?:answers?|quotes?|information|sources?|data|quotations?"
    r"|texts?) come"
    r"|\byour (?:sources?|answers?|quotes?|data|corpus|limits?|limitations?|creators?|makers?|knowledge)\b|\bthis "
    r"(?:bot|chatbot|site|tool|page|app|guide)\b|\bwhat (?:is|does) this\W*$|\bhow (?:reliable|accurate|current"
    r"|recent|up to date)\b.{0,20}\byou"
    r"|\b(?:report|found) (?:an? )?(?:error|mistake)|\bwhat (?:\w+ ){0,4}(?:can|could|may|should) (?:(?:i|you|we) ask"
    r"|you do)\b",
    re.IGNORECASE,
)
_IS_IT_SO = re.compile(r"\bis it (?:right|true|correct|the case) that\b", re.IGNORECASE)
_ON = re.compile(r"^(?:[\w'.-]+ ){1,4}on\b", re.IGNORECASE)
_SIDES = re.compile(
    r"\b(?:for and against|both sides|pros and cons|each side|either side|two sides|arguments? (?:for|against|on|in "
    r"favou?r)|(?:strongest|best|the) case (?:for|on)|debate (?:on|over|about|around))\b"
    r"|^\W*(?:ok(?:ay)?,? |so,? |but,? |please,? |honestly,? |well,? )*(?:should|ought|shouldn't)\b|[.,:;]\s*(?:so "
    r")?should\b|\bshould (?:we|governments?|police|companies|tech|platforms|messengers?|apps?|the (?:uk|eu|us|state"
    r"|government|police|law))\b"
    r"|\b(?:was|were|is|are|am) (?:it|this|that|[\w' -]{2,40}) (?:(?<!human )(?<!civil )(?<!basic )(?<!fundamental )"
    r"(?<! a )(?<! the )right|wrong|justified|a good idea|a bad idea|good "
    r"or bad|fair|worth it|reasonable|necessary)\b(?: (?:to|for|that|or|not|idea)\b|\W*$)"
    r"|\b(?:good|bad) (?:idea|thing)\b.*\b(?:or|\?)|\b(?:ok|okay|right|good|safe|fair)(?:,)? or (?:not|bad|wrong|no"
    r"|a bad|is it|dangerous|unfair)\b|\bor not\b\W*$|\b(?:and|what does|what did|what do|about) the other side\b"
    r"|,\s*(?:\w+ ){0,2}\w+ or (?:\w+ ){0,2}\w+\W*$|\b(?:right|wrong"
    r"|good|bad) (?:call|move|decision|choice)\b\W*$|\b(?:justified|reasonable|wise|sensible|proportionate"
    r"|legitimate)\b\W*$|\bfor\b.{3,60},? and what against\b|\bproposition and (?:the )?opposition\b|\b(?:fair enough"
    r"|both directions|both camps|both views|either camp)\b|\bwhat (?:speaks|was said) for\b"
    r"|\bwho(?:'s| is) (?:right|wrong|correct|winning)\b|\b(?:your|an) (?:own )?(?:opinion|view|take|verdict)\b"
    r"|\bwhat do you think\b|\bdo you (?:think|agree|believe|support)\b|\bbe honest\b|\bwhich side\b.*\b(?:should"
    r"|right|better|stronger)\b|\bwhose side\b.*\bshould\b"
    r"|\b(?:do|does|will|would|can|is|are) [\w' -]{3,50} (?:keep|make|put|protect|harm|hurt|help|endanger)\b[\w' "
    r"-]{2,40}\b(?:or|safe)\b|\bdo i need to worry\b",
    re.IGNORECASE,
)
_BOTH_SIDES = re.compile(
    r"\b(?:for and against|pros (?:and|n|&) cons|both (?:sides|cases|camps|views|directions)|each side|either (?:side"
    r"|way|camp)"
    r"|proposition|motion|school debate|debating|good riddance|defensible|the other side of the argument"
    r"|what do (?:its |the |their )?(?:critics|opponents|supporters) (?:say|reply)|critics reply|is there a case)\b",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"\b(?:separates?|divides?|distinguishes)\b.{2,60}\b(?:from|and)\b|\bclash\w*\b|\bwho (?:argued|said|wants"
    r"|thinks) what\b|\bhow did each\b|\bcompar(?:e|ed|ing|ison)\b|\b(?:vs?"
    r"|versus)\b\.?|\bdiffer\w*\b|\bpart ways\b|\bdisagree\w*\b|\bdo(?:es)? (?:they|both|the two)\b.{0,20}\bagree\b"
    r"|\bagree (?:on|about|with)\b|\bsame (?:thing|view|line|position|way|side|page)\b"
    r"|\bset\b.{3,90}\b(?:beside|against|next to|alongside)\b|\bcontrast\w*\b|\bon the one hand\b|\bside by side\b"
    r"|\bunlike\b",
    re.IGNORECASE,
)
_BOTH_ASKED = re.compile(r"\band (?:what|how) (?:was|were|did|does|do|is)\b|\bboth\b", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:chang|shift|evolv|develop|mov|harden|soften|revers|turn|drift|swing|swung|alter)(?:e|ed|es|ing|s"
    r"|d)?\b.{0,60}\b(?:over|between|since|from|after|through|line|position|tone|stance|view|mind|time|years?)\b"
    r"|\b(?:line|position|tone|stance|views?|mind|tune|policy)\b.{0,60}\b(?:chang|shift|evolv|develop|mov|harden"
    r"|soften|revers|drift|swing|swung|alter)\w*|\bover (?:time|the years)\b|\bu-?turn|\btrace\b|\b(?:been "
    r")?consistent\b"
    r"|\b(?:go|went|gone|get|got|become|became) (?:softer|harder|tougher|quieter|soft|tough)\b|\bcome to think\b"
    r"|\bused to (?:say|think|argue)\b|\bchange[sd]? (?:his|her|their|its) (?:mind|tune|position|view)|\bback ?track"
    r"|\bflip-?flop|\bsoften\w*\b|\bsame (?:message|line|tune) or\b|\b(?:stance|line|position|view)s? went from\b"
    r"|\bby the end of (?:19|20)\d\d\b|\bdid (?:s?he|they|it) (?:stay|remain|stick|keep|always|still)\b|\b(?:stay"
    r"|stayed"
    r"|remained) (?:one|so|true|loyal)\b|\bhow did .{3,80} get from\b|\bfrom .{3,50}\b(?:19|20)\d\d to (?:what|where"
    r"|how|which)\b|\bthen and now\b|\bhow\b.{0,50}\bfrom (?:19|20)\d\d\b.{0,20}\bto (?:19"
    r"|20)\d\d\b",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"^(?:\W|so |and |ok )*who (?:all |else )?(?:(?:in|among|from|at|of) [^?]{3,60}? )?(?:has |have |had |publicly "
    r"|openly )*(?:attack|critici[sz]|condemn|oppos|support|back|defend|prais|welcom|spoke|spoken|object|join|sign"
    r"|fought|fight|complain|rall|campaign|voted|stood up|is (?:for|against)|are (?:for|against))\w*\b"
    r"|^(?!.*\bwhat happened)(?:\W|so |and |ok )*(?:which|what(?! (?:did|does|do|has|have|had|was|were|is|are)\b)"
    r"|name|list|give me|show me|who (?:all|else)|i am collecting|i'm collecting|any|are there|who said "
    r"what)\b(?:(?!\b(?:did|does"
    r"|do)\b)[^?]){0,60}?\b(?:organi[sz]ations?|bodies|groups?|ministers|senators|companies|firms|services|apps"
    r"|messengers|charities|countries|governments|states|politicians|lawmakers|mps|meps|peers|lords|members|judges"
    r"|courts|chiefs|bosses|leaders|experts|academics|cryptographers|researchers|scientists|people|agencies"
    r"|regulators|hopefuls|candidates|campaigners|survivors|executives|presidents|directors|commissioners|police "
    r"forces|newspapers|platforms|signator\w+|names|some|women|speakers|critics|supporters|opponents|prosecutors"
    r"|officials|parties|unions|associations|victims|polls|surveys|studies|statements|letters)\b"
    r"|\blist (?:a few|some|them|all|of)\b|\b(?:a few|some) (?:names|examples)\b|^\W*(?:name|list) \w+|\bwho (?:all"
    r"|else) (?:has|have|spoke|said|came|supports?|opposes?)\b|^(?!.*\b(?:did|does|has"
    r"|was)\b.*\bwho\b)[^?,]{0,50}\b(?:organi[sz]ations|groups|companies|ministers|politicians|charities|countries"
    r"|experts|bodies|agencies|polls|surveys|studies|associations|survivors|judges)(?: \([^)]*\))?,? (?:that|which"
    r"|who|about|on|in favou?r)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\bhow (?:many|much|big|large|often|long|high|old)\b|\b(?:what|which) (?:share|percentage|proportion|number|per "
    r"?cent|fraction|figures?|amount|sum)\b|\bnumbers?\b|\bfigures?\b|\btotals?\b|\bpercent(?:age)?\b|\bstatistics?\b"
    r"|\bcost\b|\bwhat did .{2,40} cost\b",
    re.IGNORECASE,
)
_REPLY = re.compile(
    r"\b(?:respon[ds]\w*|response|repl(?:y|ied|ies)|answer(?:ed|s)?|react(?:ed|ion|s)?|rebut\w*|rebuttal|hit back"
    r"|hit(?:s|ting)? back|wr(?:ite|ote|itten) back|come ?back|retort\w*|counter(?:ed|s)?|defen[cd]\w*|defen[cs]e)\b"
    r"|\bhow did .{2,40} take (?:it|that|the|this)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\bwhen (?:exactly )?(?:did|was|were|is|do|does|had|has|will)\b|\b(?:what|which|on which|on what) (?:exact "
    r")?(?:date|day|year|month)\b|\bsince when\b|\bwhat happened\b|\btimeline\b|\bchronolog\w+\b|\bin (?:what "
    r")?order\b|\bwhy (?:was|were|did)\b.{3,60}\b(?:call(?:ed)? off|cancel\w*|postpon\w*|withdr\w+|delay\w*|paus\w*"
    r"|drop\w*|collapse\w*|arrest\w*|vote\b)|\barrested\b|\b(?:founded|launched|created|passed|signed|started) "
    r"(?:when|in which year|by whom)\b",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"^(?:\W|so |ok |hi |please |and )*(?:what(?:'s| is|s| are| was| were)|explain|define|tell me (?:about|what)"
    r"|could you explain|can you explain|describe|in plain english|meaning of|people talk about)\b"
    r"|\bwhat (?:does|do) .{2,50} (?:mean|do|stand for)\b|\bexplain\b|\bhow does .{2,50} work\b|\bin plain english\b"
    r"|\bfor a \d+ year old\b|\bis \w+ (?:actually|really) (?:end|encrypted)|\bwhat is\b|\bwhats\b|\bwhich (?:part"
    r"|information|data)\b|\bwhy (?:can'?t|couldn'?t|don'?t)\b",
    re.IGNORECASE,
)
_QUOTE = re.compile(
    rf"\bwho (?:was it (?:that|who) |wrote|first )?(?:{_SAYING})\b|\bwhose (?:words?|line|phrase|quote|quotation"
    rf"|sentence|idea)|\bwho was (?:that|it|he|she)\b|\b(?:which|what) (?!did\b|does\b|do\b|has\b|have\b|had\b|was\b"
    rf"|is\b|are\b|were\b|exactly\b)[\w' -]{{2,40}}? (?:{_SAYING})\b"
    rf"|\bsome(?:one|body) (?:\w+ ){{0,3}}(?:{_SAYING})\b|\b(?:source|attribut\w+|citation|origin)\b.{{0,30}}\b(?:for"
    rf"|of|please|this)\b|\bwhere (?:does|did|was) .{{3,}} (?:come from|published|said|printed|appear)|\bhalf "
    rf"remember|\bthere was an? (?:line|\w+ (?:minister|message|memo|quote)|internal)|\b(?:quote|quotation|line) "
    rf"about\b"
    r"|\bwho (?:predicted|warned|argued|claimed|compared|likened|described|accused|complained|joked)\b|\bwasn'?t "
    r"there\b|\bname\?\s*$",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    rf"\b(?:what|how|did|does|do|has|have|had)\b.{{0,90}}\b(?:{_SAYING}|view|views|position|opinion|stance|line"
    rf"|verdict|argument|criticism|objection|complaint|reaction|want|wanted|find|found|conclude\w*|propose\w*"
    rf"|demand\w*|recommend\w*|report|reported|comment\w*|feel|decide\w*|worried|afraid|rule|ruled|testif\w*)\b",
    re.IGNORECASE,
)


def is_injection(text: str) -> bool:
    """Whether the text tries to change the rules, to have words invented, or to have someone impersonated."""
    return bool(_INJECT.search(text)) and not _ASKS_WHETHER.search(text)


def is_harmful(text: str) -> bool:
    """Whether the text asks how to abuse, to evade detection of abuse, or to attack someone."""
    return any(pattern.search(text) for pattern in _HARM)


def needs_help(text: str) -> bool:
    """Whether someone seems in danger or has abuse to report."""
    return bool(_HELP.search(text))


def is_about_the_bot(text: str) -> bool:
    """Whether the text is a greeting or asks about the bot itself rather than the debate."""
    return bool(_ABOUT.search(text)) and not _SIDES.search(text)


def intent_of(text: str, *, asked: int, named: int, quoted: bool, times: int = 0) -> Intent:
    """The kind of answer wanted by a question on the debate, given how many speakers it asks about and names at all,
    whether it quotes, and how many different times it names."""
    if _BOTH_SIDES.search(text):
        return "sides"
    if quoted and not _COMPARE.search(text) and not (asked and named > asked and _REPLY.search(text)):
        return "quote"
    if (named >= 2 and _COMPARE.search(text) and not _FIGURE.search(text)) or (asked >= 2 and _BOTH_ASKED.search(text)):
        return "change" if _CHANGE.search(text) and asked < 2 else "compare"
    if named and (_CHANGE.search(text) or (asked == 1 and times > 1)):
        return "change"
    if _SIDES.search(text) and not _IS_IT_SO.search(text) and not (asked == 1 and _ON.match(text)):
        return "sides"
    if _LIST.search(text) and not _QUOTE.search(text):
        return "list"
    for intent, pattern in _BY_WORDING:
        if pattern.search(text):
            return intent
    return "speaker" if asked else "open"


_BY_WORDING: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    ("list", _LIST),
    ("figure", _FIGURE),
    ("event", _EVENT),
    ("reply", _REPLY),
    ("quote", _QUOTE),
    ("speaker", _SPEAKER),
    ("term", _TERM),
)
