"""What looks like a date and is none: read first, so that it hides the date inside. One table row per trap."""

from __future__ import annotations

from bot.understanding.dates.rule import Rule, nothing, rule
from bot.understanding.dates.spans import VAGUE

_N = r"[\d一二两三四五六七八九十百几数]"

_NEVER_ZH = (
    # hotlines, slogans, service hours, fixed expressions
    r"24小时(?:热线|服务|营业|客服|值班|自助|银行|制|便利|不打烊|在线|营运|无人)|7[x*×]24(?:小时)?|三天打鱼|一天到晚|[一两三]天两头|一年到头|一时半会儿?|一日三餐|一朝一夕|今日头条|今天国际|今日说法",
    r"明日[之科]\w?|明天系|明年今日|百日行动|日复一日|天天|成天|整天|全天候|半天(?!内|之内|后|以内|以后)|当天[往来]|五年计划|十[三四五]五|百年|千年|万年|前年度",
    # repetition is not a date
    r"每(?:逢|个|隔)?[一两三四五六\d]*个?(?:周|星期|礼拜|月|季度?|年|天|日|早|晚)(?:[一二三四五六日天末初中底]?)(?:\d{1,2}[号日])?(?:[上下]午)?|逢[一二三四五六日\d]+",
    r"[单双隔]周[一二三四五六日]?|[一两三四]周[一两三]次|[一两三]月[一两三]次|[一两]年[一两]次|按[日周月季年]|隔[天日月年]|周[一二三四五六日][一二三四五六日]{2,}",
    # places: roads, houses, lines, sites
    r"(?:五一|八一|十一|国庆|七一|元旦|六一|五四|三八)(?:大?路|大?街|大道|广场|新村|村|商[场城圈厦]|中学|小学|大厦|桥|公园|支行|社区|厂|号线|国际|学校|医院|北|南|东|西)",
    rf"{_N}{{1,4}}号(?:楼|院|线|店|库|仓|厂|门|桌|馆|路|公馆|地块?|车间|车|机|航站|文|码|客户|项目|井|炉|柜|桥|街|房|室|岛|产线|窗口|大院|会议|生产|电|令|公告|合同|账户|通知|工厂|别墅)",
    rf"第{_N}{{1,3}}(?:天|日|年|月|周|期|次|位|家|个(?!工作日|交易日|周|星期|礼拜))|{_N}{{1,3}}天(?:酒店|假|打)|三天[两三]夜",
    r"[一二三四五六七八九十\d]{1,2}月(?:花|天(?=公司|科技|集团|花园)|天公司|柳|兰|茶|风|雪|薪|供(?!应)|租|嫂|饼|结(?!清|束|算)|均|刊|卡|台|牙|亮|球|份额|儿)",
    r"中秋(?:月饼|礼盒|晚会|福利)|元旦(?:汇演|晚会|联欢|贺卡)|春节(?:联欢|晚会|慰问|礼品|礼盒|福利)|端午(?:粽|礼盒|福利)|国庆(?:晚会|献礼|汇演)|圣诞(?:树|老人|礼物)|双十一(?:大促|活动)",
    r"年[终底](?:奖|总结|考核|述职|会)|四季(?:度假|酒店|青|花|沐歌|豆)|三元里|三月街|九月菊|周大福|周六福|周生生|周大生|周黑鸭|周口|周转|周期|周边|周年|周全|周到|周密|周围|周报",
    r"周一(?:鸣|围|帆|凡|诺|涵|飞|夫|平(?!安|台|均)|鹤|珍|峰)|周五(?:洲|一)|周天(?:成|明|宇|乐|豪)|周日(?:升|昇|成|东)|周三(?:丰|省)|周二(?:虎|宝)|周[一二三四五六](?:总(?!结|部|行|监办)|经理|先生|女士|小姐)",
    # counts of arguments, comparisons, shares, terms
    r"[一二两三四五六七八九十几\d]+点(?:意见|建议|要求|想法|问题|原因|体会|看法|诉求|内容|说明|思考|希望|好处|优势|不足|措施|顾虑|疑问|理由|异议|反馈|共识|注意|区别|风险|担心|不满|计划|补充|收获|结论)",
    r"百分之[^,;。]{0,6}|[一几][点个](?:儿|点|也|都|没|不|多)|[有快早晚多少大好高低慢差便宜一]一?点儿?(?![半整前\d一二三四五六七八九十])|几[点号月]|[三四五六七八九十\d]分(?:满意|钟情)|零点[一二三四五六七八九]|[一二两三四五六七八九十]点[一二三四五六七八九](?![点十分刻\d一二三四五六七八九])",
    r"(?:比分|股比|比例|占比|配比|评分|打分|胜率)[是为:]?\s*\d{1,12}(?::|/|比)\d{1,12}|(?:型号|版本|编号|合同号|单号|账号|卡号|电话|手机|尾号|工号|证号|邮编|发票号|票号)[是为:]?\s*[\w./-]{1,40}",
    rf"提前[\d一二两三四五六七八九十半]+个?(?:工作日|小时|分钟|天|日|周|星期|礼拜|月|年)|(?:近|最近|过去|连续|累计|为期|期限|历时|长达|逾期|超过|不到|至少|每隔|工作了|合作了?|成立|开业|有效期|账期|存续|运营|满|延期|推迟|宽限|拖了?|欠了?|等了|共|平均|经营){_N}{{1,4}}个?半?(?:工作日|小时|分钟|天|日|周|星期|礼拜|月|年|季度)(?:以上|多|内|之内|以内)?(?!后|前|之后|之前|以前|以后)",
    rf"{_N}{{1,4}}(?:个月|年|天|日|个?季度)(?:期(?!间|内)|定期|账期|存单|贷|国债|利率|均线?|租|以上|免息|质保|保修|历史|老|多的)|三年级|[七八九]零后|\d0后",
    r"(?:第?[一二三四1-4]|本|上|这|当)(?:个)?季度?(?:的)?(?:财报|报表|报告|业绩|利润|营收|数据|产品|销售|总结|kpi|指标|目标|奖|考核|账单|评[级估]|利息|对账|收入|订单|回款额|经营)",
    r"(?:去|今|前|明|上|本)年度?的?(?:财报|报表|报告|业绩|利润|营收|数据|销售额?|总结|kpi|指标|目标|审计报告|年报|收入|同期)|同比|环比",
)  # fmt: skip

_NEVER_DIGIT = (
    r"24小时(?:热线|服务|营业|客服|值班|自助|银行|制|便利|不打烊|在线|营运|无人)|7[x*×]24(?:小时)?|\d[一几]?天到晚",
    r"\d{1,12}(?:\.\d{1,12})?\s?(?:%|‰|万|亿|千|元|块|美金|美元|欧元|港币|倍|折|个百分点|个点|bps?\b|mm\b|cm\b|kg\b|kw\b|吨|克|米|平米?|公里|股|人|家|套|台|件|条|笔|张|岁|分(?!钟|\d|前|后|之)|楼|层|室|栋|单元|座|吋|寸|英寸)",
    r"\d{1,12}\s?-\s?\d{1,12}\s?(?:%|万|亿|元|人|家|套|台|件|笔|岁|倍|k\b|m\b|usd|people|staff|units|points)",
    r"\d{1,12}/\d{1,12}(?=的?(?:股|份额|权益|产权|以上|强|多|产能|客户|左右|董事|表决|出资|投票|产量))|24/7|50/50|9/11|80/20",
    r"\d{1,12}(?:\.\d{1,12}){2,4}(?=-?[a-z]|版)|\d{3,4}-\d{7,8}(?!\d)|\d{3}-\d{4}-\d{4}|1[3-9]\d{9}|400-?\d{3}-?\d{4}|\+\d[\d -]{6,20}",
    r"\d{1,3}(?:,\d{3})+(?:\.\d{1,12})?|\d{1,12}:\d{1,12}(?=的?(?:比分|比例|配股|转增|杠杆|配比|开))|\d{1,2}:\d(?!\d)|\d{1,4}[x*×]\d{1,12}",
    r"\d{1,12}(?:st|nd|rd|th)\s+(?:floor|street|st\b|avenue|ave\b|time|customer|client|visit|anniversary|meeting|place|century|grade|party|edition|generation|largest|biggest|attempt|call|round|branch|instal\w+|reminder|birthday)",
    r"\d{1,12}(?:\.\d{1,12})?\s?(?:percent|per cent|pct|bps|basis points|million|billion|mn\b|bn\b|thousand|people|staff|units|users|customers|clients|sites|branches|stores|shops|tonnes|tons|kg|km|metres|meters|usd|rmb|eur|gbp|cny|pcs|points|pts|times|x\b|invoices|contracts|trucks|employees|shares|stars?|years? old|degrees|pages|copies|orders)(?![a-z])",
    r"\d{1,12}[- ](?:day|week|month|year|hour|minute|quarter)s?'?[- ](?:old|notice|credit|terms?|loan|deposit|bond|note|period|hotline|lease|contract|tenor|facility|trial|warranty|supply|plan|fixed|relationship|history|rate|service|anniversary|forecast|average|high|low|grace)|\d{1,12}[-](?:day|week|month|year|hour|minute)\b",
    r"[\d.]{1,9}\s?/\s?(?:5|10)(?=\s*(?:satisf|score|rating|分|满意|stars))|\d{1,2} (?:to|-) \d{1,2} (?:people|percent|million|units|years old)",
)  # fmt: skip

_NEVER_EN = (
    r"(?:black|casual|man|freaky|ruby|tgi|dress-down) (?:friday|tuesday)s?|ruby tuesday|monday\.com|wednesday addams|sunday (?:times|roast|telegraph|best)|super (?:tuesday|sunday|bowl)|today (?:show|programme)|day[- ]to[- ]day|today's (?:world|market)|year[- ](?:to[- ]date|on[- ]year|over[- ]year)|month[- ](?:on|over)[- ]month",
    r"(?:every|each|most|any|some|per)(?: other| single| second)? (?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)?(?:day|week|month|quarter|year|morning|afternoon|evening|night)s?\b|(?:mon|tues|wednes|thurs|fri|satur|sun)days\b(?!')|good (?:morning|afternoon|evening|night)|(?:daily|weekly|monthly|quarterly|yearly)",
    r"(?:mr|mrs|ms|miss|dr|sir|madam)\.?\s+[a-z]+|(?:april|june|may|august|jan|mai|summer|wednesday|friday)\s+(?:smith|jones|brown|wang|li|chen|zhang|liu|lee|jackson|wong|lin|wu|ltd|inc|co\b|corp|group|plc|llc)",
    r"(?:sun|mon|sat|wed|fri|march|may|april|august) (?:co\b|repos|life|hung|ltd|inc|corp|plc|group|microsystems|pharma|chemical|art|power|energy|trading|steel|holdings|capital|bank|foods|textiles?|tech)\w*|sat\s?[:=]?\s?[1-5](?:/5)?(?![\d:]|\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|am|pm|st|nd|rd|th))|sat (?:down|with|in|on|next|at|through|there|idle|for)\b",
    r"q[1-4](?:'s)? (?:products?|results?|numbers|figures|report\w*|sales|revenue|targets?|earnings|performance|forecast|budget|accounts|review|kpis?|profits?|turnover|statements?)|(?:last|this|next) (?:year|quarter|month|week)'s (?:accounts|results|figures|numbers|report|sales|revenue|profit|turnover|budget|minutes|loan|statements?|audit)",
    r"(?:version|ver|rev|v|no|nr|#|model|type|room|rm|flat|unit|suite|page|line|section|clause|item|order|invoice|contract|ref|gate|terminal|building|block|floor|level|tel|phone|ext|iphone|score[ds]?|ratio|odds|split|rated?|clinic)\.?\s?(?:of |is |no\.? ?)?[:#]?\s?\d[\w./:-]{0,40}",
    r"[a-z]{1,20}-\d[\w./-]{0,40}|(?:a|b|c|d|e|f|g|i|j|k|l|m|n|o|p|r|s|u|w|x|y|z)\d[\w./-]{0,40}|(?:usd|eur|gbp|rmb|cny|hkd|us)\s?[$£€]?\s?\d[\d.,]{0,20}\s?(?:k|m|bn)?|second(?:-| )(?:hand|opinion|charge|thoughts?|to none)|for the (?:first|second|third|last) time|in (?:the )?(?:first|second) (?:place|instance|half)(?! of)",
    r"in a (?:second|moment|minute|way|hurry|sec)\b|to date|up to date|out of date|date of birth|end of story|(?:at|by) (?:first|last)\b(?! (?:thing|working|business|week|month|mon|tue|wed|thu|fri|sat|sun|day|light))|next (?:to|door|step|steps|time|level|generation|of kin|up|one|client|customer|visit|meeting|call|stage|phase|actions?)\b|last (?:time|resort|name|call|visit|meeting|mile|minute|but)\b|this (?:time|way|one|is|was)\b",
    r"(?:for|past|last|previous|over the (?:past|last)|during the (?:past|last)) (?:the )?(?:past |last )?(?:few|several|couple of|\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty|thirty|sixty|ninety)[ -](?:more )?(?:business |working )?(?:hour|day|week|month|quarter|year)s?(?! ago|'? (?:time|from now))|net \d{1,12}|(?:took|takes|take|lasts|lasted|waited|waiting|wait|overdue by|late by|older than|more than|over|at least|nearly|almost|about|only|another|extra|extension of) (?:the )?\w+ (?:business |working )?(?:hour|day|week|month|year)s?\b(?! ago| from|'? time)",
    r"\$\s?\d[\d.,]{0,20}",
)  # fmt: skip

_NEVER_ANY = (r"[$£€¥￥#]\s?\d[\d.,/:-]*\s?(?:k|m|bn|万|亿)?",)

_VAGUE_ZH = (
    r"改天|回头(?!客|率|草)|改日|过[两几]天|过些?(?:日子|天|时候)|过段时间|过一?阵子?|[前这那近]几[天日周]|前[两三](?:天|日)|前一?阵子?|近日|近期|日后|不日|择日|这阵子|这段时间|几[天周年]|[数几]日内?|几个(?:月|工作日|星期|礼拜|小时)|最近[几两]?[天日周]?(?!的|一)"
    r"|以后(?!再说)|次日|翌日|第二天|隔[天日]|当[天日周月年晚]|同[日天]|(?:农历|阴历|腊月|正月)[^,;。 ]{0,6}|下次|上次|有空|有时间|月[底末]前后|哪天|什么时候|早晚|迟早|稍后|晚点儿?|晚些时候?|一会儿?|待会儿?|等会儿?|过会儿?|随时|到时候?|届时|前段时间|前些(?:天|日子)|往后|[中]期|年关"
    r"|(?:周末|节|春节|国庆|元旦|假期)前后",
)
_VAGUE_EN = (
    r"one of these days|some ?(?:day|time)(?: (?:next|this) (?:week|month|year))?|the other (?:day|week|night|month)|(?:in |within |over the next |the next )?(?:a )?(?:few|several|some) (?:more )?(?:business |working )?(?:minutes|hours|days|weeks|months|years)(?: (?:ago|from now|time|later))?|in due course|soonish|soon(?!er)|(?<!no )(?<!not )(?<!or )later(?: on| (?:today|this (?:week|month|year)))?(?! than)|sooner or later|at some point|recently|lately|shortly"
    r"|the (?:next|following|previous|same) (?:day|morning|week|month)|next time|these days|those days|back then|eventually|in a bit|in a while|before long|(?:fy|fiscal year) ?\d{2,4}|sometime soon|whenever",
)


def _table(patterns: tuple[str, ...]) -> list[Rule]:
    return [rule("", pattern, nothing) for pattern in patterns]


GUARDS: tuple[Rule, ...] = (*_table(_NEVER_ZH), *_table(_NEVER_DIGIT), *_table(_NEVER_EN), *_table(_NEVER_ANY))
VAGUE_WORDS: tuple[Rule, ...] = (
    *(rule("?", pattern, lambda _match, _context: VAGUE) for pattern in _VAGUE_ZH),
    *(rule("?", rf"(?:{pattern})\b", lambda _match, _context: VAGUE) for pattern in _VAGUE_EN),
)
