"""What mail programs write around a quoted message, in the languages they write it in."""

import re

# "On … wrote:" and its like: what stands before the date, and the verb after the name.
VERBS = (
    *("wrote", "writes", "sent", "said", "a écrit", "à écrit", "écrit", "schrieb", "schreibt", "geschrieben"),
    *(
        "escribió",
        "ha escrito",
        "escribio",
        "ha scritto",
        "scrive",
        "schreef",
        "geschreven",
        "skrev",
        "skrev følgende",
    ),
    *("napisał", "napisała", "napisał(a)", "escreveu", "написал", "написала", "написав", "пише", "пишет"),
    *(
        "kirjoitti",
        "yazdı",
        "şunu yazdı",
        "írta",
        "napsal",
        "napísal",
        "a scris",
        "έγραψε",
        "viết",
        "menulis",
    ),
    *("写道", "寫道", "のメッセージ", "書きました", "작성", "כתב", "كتب"),
)
_VERB = "|".join(re.escape(verb).replace(r"\ ", r"\s+") for verb in sorted(VERBS, key=len, reverse=True))
SAID = re.compile(rf"(?:{_VERB})[^\S\n]*[:：]?[\s-]*$", re.IGNORECASE)
VERB = re.compile(rf"\s(?:{_VERB})\s", re.IGNORECASE)
# What such a line begins with, where it begins with a word at all.
OPENING = re.compile(
    r"^(?:[-–—\s*]*)(?:on|le|am|el|il|in data|op|em|den|w dniu|dnia|у|від|от|dne|pe|στις|vào|pada|在|于|於|il giorno)\b"
    r"|^[-–—\s*]*(?:at|date|datum)?\s*:?\s*\w{0,4}\.?,?\s*\d{1,4}[\s./年-]",
    re.IGNORECASE,
)
QUOTING = re.compile(r"^(?:quoting|zitat von|citando|citation de)\s", re.IGNORECASE)
MONTH = (
    r"jan|f[ée]v|feb|mar|m[äa]r|avr|apr|ma[iyj]|jui|jun|jul|ao[uû]|aug|ago|sep|oct|okt|ott|nov|d[ée]c|dez|dic|gen|giu|lug|set|mag"
    r"|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru"
)
DATED = re.compile(
    rf"\d{{1,4}}\s*[-/.年]\s*\d{{1,2}}\s*[-/.月]\s*\d{{1,4}}|\d{{1,2}}[\s.-]*(?:th|st|nd|rd|de|er)?\s*(?:{MONTH})"
    rf"|(?:{MONTH})\w*\.?,?\s+\d{{1,2}}|\d{{1,2}}[:.h]\d{{2}}",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[\w.+'=-]{1,64}@[\w.-]{1,255}\w|<[^<>\n]{3,}>")

PLACE = re.compile(r"@|://|www\.|\d{2}[ .]?\d{2}", re.IGNORECASE)

# The first words of a header within a body, by what they tell.
_NAMES = {
    "from": "from|de|von|da|od|fra|från|van|lähettäjä|от|від|kimden|feladó|de la|από|发件人|寄件者|差出人|보낸\\s?사람|expéditeur",
    "sent": "sent|date|envoy[ée](?: le)?|gesendet(?: am)?|datum|enviado(?: el| em)?|fecha|data|inviato|verzonden|skickat|sendt"
    "|lähetetty|wysłano|дата|отправлено|надіслано|gönderildi|发送时间|日期|送信日時|message du|le",
    "to": "to|à|a|an|para|aan|naar|til|till|do|кому|kime|címzett|收件人|宛先|vastaanottaja|cc|kopie|copie(?: à)?|copia|kopia|cci|bcc",
    "subject": "subject|objet|betreff|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|тема|konu|tárgy|主题|主旨|件名|aihe|risposta",
}
HEADERS = {
    kind: re.compile(rf"^[\s>*_]*(?:{names})\s*[*_]*\s*[:：]", re.IGNORECASE)
    for kind, names in _NAMES.items()
}
BETWEEN = re.compile(
    r"^[\s>]*+[-_=*#\s]{2,}+(?:"
    r"original[\s-]message|original[\s-]mail|reply message|message d['’\s]?origine|(?:message|mail|courriel) original|message transmis"
    r"|ursprüngliche (?:nachricht|mail)|originalnachricht|mensaje original|messaggio originale|mensagem original"
    r"|oorspronkelijk bericht|origineel bericht|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding"
    r"|wiadomość oryginalna|oryginalna wiadomość|исходное сообщение|alkuperäinen viesti|orijinal mesaj|původní zpráva"
    r"|原始邮件|原始郵件|元のメッセージ|원본 메시지"
    r"|.{0,60}\swrote"
    r"|.{0,80}(?:above|au-dessus|oberhalb|encima|al di sopra)\b.{0,12}\b(?:line|ligne|zeile|línea|linea)\b.{0,20}"
    r")[\s:*-]*[-_=*#\s]*$",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"^[\s>]*+[-_=*\s]{2,}+(?:"
    r"forwarded (?:message|by.{0,80})|message (?:transféré|réexpédié)|weitergeleitete nachricht|mensaje reenviado"
    r"|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|vidarebefordrat meddelande|videresendt meddelelse"
    r"|przekazana wiadomość|пересланное сообщение"
    r")[\s:*-]*[-_=*\s]*$|^[\s>]*(?:begin forwarded message|début du message (?:réexpédié|transféré)|anfang der weitergeleiteten (?:nachricht|e-mail)"
    r"|inicio del mensaje reenviado|inizio messaggio inoltrato)\s*:",
    re.IGNORECASE,
)
# What a device or a program adds of itself.
SENT_FROM = re.compile(
    r"^[\s<(_*\[]*(?:"
    r"(?:sent|delivered) (?:from|via|with|by|using)\b.{0,80}"
    r"|from my (?:iphone|ipad|android|phone|mobile).{0,30}"
    r"|get .{2,40} for (?:android|ios|iphone|mobile|windows)\b.{0,60}"
    r"|(?:envoyé|expédié) (?:depuis|de|à partir d[e'’]|avec|via)\b.{0,80}|(?:télécharge[zr]|obtenir) .{2,40} pour (?:android|ios|iphone|mobile)\b.{0,60}|provenance\s?: courrier .{0,40}"
    r"|(?:gesendet|verfasst|versendet) (?:von|mit|aus|über)\b.{0,80}|von meine[mr]\b.{0,60} gesendet|diese nachricht wurde von .{0,80} gesendet"
    r"|outlook für .{0,20} (?:beziehen|herunterladen|abrufen).{0,20}"
    r"|(?:enviado|enviada) (?:desde|do|de|a partir)\b.{0,80}|obtener outlook .{0,60}|obter o outlook .{0,60}"
    r"|inviato (?:da|con|dal)\b.{0,80}|scarica outlook .{0,60}|ottieni outlook .{0,60}"
    r"|verzonden (?:vanaf|met|via|met behulp)\b.{0,80}|verstuurd vanaf .{0,60}|download outlook .{0,60}"
    r"|skickat från .{0,60}|sendt fra .{0,60}|lähetetty .{0,60}|wysłan[eo] z .{0,60}|отправлено (?:с|из) .{0,60}|надіслано з .{0,60}"
    r"|從我的 .{0,40} 傳送|发自我的.{0,40}|iphoneから送信.{0,20}"
    r")[\s>)\].!]*$",
    re.IGNORECASE,
)
# A closing that ends the words to the reader; what follows is who and where.
CLOSING = re.compile(
    r"^[\s]*(?:"
    r"(?:best |kind |warm |kindest |warmest |many )?regards|with (?:best|kind) regards|sincerely(?: yours)?|yours (?:sincerely|faithfully|truly)"
    r"|(?:bien )?(?:cordialement|à vous|amicalement)|(?:très |bien )?cordialement|salutations(?: distinguées)?|bien à vous|sincères salutations"
    r"|mit freundlichen grüßen|mit freundlichem gruß|(?:viele|liebe|beste|freundliche) grüße|mfg|lg|vg"
    r"|(?:un )?saludos?(?: cordiales)?|atentamente|cordialmente|cordiali saluti|distinti saluti|saluti"
    r")\s*[,.!]?\s*$",
    re.IGNORECASE,
)
