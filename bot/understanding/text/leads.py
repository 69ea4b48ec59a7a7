"""What a clause may begin with before it says anything: marks, numbers, next steps, please note that, don't forget."""

import re
from typing import Final

from bot.understanding.text.scanner import hastily

_ONE: Final = hastily(
    r"(?:[ \",:;、\-*•\t]|'(?![a-z]{1,2}\b)|\(?\d{1,2}[、)]\s*|\d{1,2}\.(?!\d)\s*|[一二三四五六七八九十]、"
    r"|(?:结论|决议|会议结论|会议纪要|下一步|后续|待办|行动项|另外|还有|其次|最后|此外|同时|然后|接着|后来|结果|但是?|不过|所以|因此|于是|而且|并且"
    r"|(?:kindly|please|pls)\s+note(?:\s+that)?|(?:please\s+|pls\s+)?(?:some(?:one|body)\s+)?remind\s+me\s+to|fyi|note\s+that|nb|update(?=\s*[:,])|actions?|action\s+items?|next\s+steps?"
    r"|(?:hey\s+|quick\s+)?(?:note|memo|reminder)\s+to\s+(?:self|myself)|remember(?!\s+to\b)|reminder(?!\s+to\b)|(?:don't|dont|do\s+not|mustn't)\s+forget(?!\s+to\b)"
    r"|um+|uh+|er+m?|hey|oh|eek|ok(?=\s+so\b)"
    r"|also|then|and|but|so|plus|after\s+that|after\s+which|afterwards|thereafter|once\s+(?:that's\s+)?done)(?=[\s:,\d])[:\s]*)"
)
LEAD: Final = re.compile(f"{_ONE}*")
