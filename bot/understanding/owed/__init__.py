"""What is owed: by whom, to whom, by when, told in the ways of either language.

`promises` goes through the clauses and puts them together. Whether one is owed: `saying`, `sentences`, `facts`,
`orders`, `jotted`, `dayless`, `debts`, `events`, `headings` and `shifted` read English; `plain_chinese`, `undated`,
`unsaid`, `todays`, `intents`, `occasions` and `moving` Chinese; `owing`, `asides`, `brief`, `listed` and `mixed`
both. Whose it is: `deeds`, `takers`. By when: `dues`. Its words: `making`, `joining`, `frames`, `objects`.
"""
