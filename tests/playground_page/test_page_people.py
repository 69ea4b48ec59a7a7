"""Several people side by side: switching, unread marks, private lines, threads, reactions, shortcuts."""

from playwright.sync_api import expect


def say(stage, who, text, **place):
    return stage.slack.person(stage.users[who].id).types(text, stage.general, **place)


def test_switching_is_one_click_and_unread_marks_follow_the_person(stage):
    page = stage.open("lily")
    say(stage, "chen", "to everybody")
    expect(page.locator(".room", has_text="general").locator(".badge")).to_contain_text("1")
    grace = stage.users["grace"].id
    expect(page.locator(f".face[data-person={grace}] .badge")).to_have_text("1")

    page.locator(".room", has_text="general").click()
    expect(page.locator("article")).to_contain_text("to everybody")
    expect(page.locator(".room", has_text="general").locator(".badge")).to_have_count(0)
    page.locator(f".face[data-person={grace}]").click()
    expect(page.locator(".face.current")).to_have_attribute("data-person", grace)
    expect(page.locator(".room", has_text="general").locator(".badge")).to_contain_text("1")


def test_the_page_speaks_the_language_of_the_person(stage):
    page = stage.open("lily")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(f".face[data-person={stage.users['lilei'].id}]").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator(".banner")).to_contain_text("不是 Slack")


def test_a_private_line_is_seen_by_one_person_only(stage):
    page, other = stage.open("lily", room=stage.general.id), stage.open("grace", room=stage.general.id)
    message = say(stage, "chen", "something to keep")
    page.locator("article").hover()
    page.locator("article [data-do=more]").click()
    page.get_by_role("menuitem", name="Save as visit").click()
    expect(page.locator(".hidden-line")).to_contain_text("Noted, privately.")
    expect(other.locator("article")).to_have_count(1)
    assert stage.puppet.heard == [("save", message.text)]


def test_a_thread_opens_beside_and_replies_stay_in_it(stage):
    page = stage.open("lily", room=stage.general.id)
    parent = say(stage, "chen", "who goes there?")
    page.locator("article").hover()
    page.get_by_role("button", name="Reply in thread").click()
    page.fill("#thread-line", "I do")
    page.press("#thread-line", "Enter")
    expect(page.locator("#panel-body article")).to_have_count(2)
    expect(page.locator("#messages article")).to_have_count(1)
    expect(page.locator(".threadbar")).to_contain_text("1 reply")
    say(stage, "chen", "good", thread_ts=parent.ts)
    expect(page.locator("#live")).to_contain_text("good")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).not_to_be_visible()

    stage.slack.person(stage.users["chen"].id).deletes(parent)
    expect(page.locator(".tombstone")).to_contain_text("This message was deleted.")


def test_reactions_are_added_counted_and_taken_back(stage):
    page, other = stage.open("lily", room=stage.general.id), stage.open("chen", room=stage.general.id)
    say(stage, "grace", "done?")
    page.locator("article").hover()
    page.locator("article .hover [data-do=picker]").click()
    page.locator("#picker [data-name=tada]").click()
    other.locator(".reaction[data-name=tada]").click()
    expect(page.locator(".reaction[data-name=tada] .count")).to_have_text("2")
    expect(page.locator(".reaction[data-name=tada]")).to_have_attribute("aria-pressed", "true")
    page.locator(".reaction[data-name=tada]").click()
    expect(other.locator(".reaction[data-name=tada] .count")).to_have_text("1")


def test_new_messages_are_told_to_screen_readers(stage):
    page = stage.open("lily", room=stage.general.id)
    say(stage, "chen", "before anything")
    expect(page.locator("article")).to_have_count(1)
    say(stage, "chen", "heard?")
    expect(page.locator("#live")).to_contain_text("New message from 陈静: heard?")


def test_people_write_to_each_other_without_the_bot(stage):
    page, other = stage.open("lily"), stage.open("grace")
    page.locator(".room", has_text="Grace Miller").click()
    expect(page.locator("#head h1")).to_have_text("Grace Miller")
    page.fill("#line", "lunch?")
    page.press("#line", "Enter")
    expect(other.locator(".room", has_text="Lily Adams").locator(".badge")).to_contain_text("1")


def test_the_view_stands_where_the_reader_expects_it(stage):
    """At the end after coming in and after writing; at the line "New" when more is new than fits; else where it was."""
    say(stage, "chen", "read long ago")
    page = stage.open("lily", room=stage.general.id)
    page.locator(".room", has_text="Rapport").click()
    for number in range(30):
        say(stage, "chen", f"line {number} " + "with words enough to be wrapped when the column gets narrow " * 4)
    page.locator(".room", has_text="general").click()
    scroller, below, last = page.locator("#scroller"), page.locator("#below"), page.locator("article").last
    expect(page.locator(".newmark")).to_be_in_viewport()
    expect(page.get_by_text("line 0 ")).to_be_in_viewport()
    expect(below).to_be_visible()

    page.fill("#line", "my own")
    page.press("#line", "Enter")
    expect(page.get_by_text("my own", exact=True)).to_be_in_viewport()
    expect(below).to_be_hidden()
    page.locator("[data-panel=chaos]").click()
    expect(page.locator(".switches")).to_be_visible()
    expect(last).to_contain_text("my own")
    expect(last).to_be_in_viewport(ratio=1)

    scroller.evaluate("box => { box.scrollTop = 0 }")
    say(stage, "chen", "the answer")
    expect(below).to_be_visible()
    expect(page.get_by_text("the answer", exact=True)).not_to_be_in_viewport()
    below.click()
    expect(below).to_be_hidden()
    expect(page.get_by_text("the answer", exact=True)).to_be_in_viewport()

    scroller.evaluate("box => { box.scrollTop = 0 }")
    page.locator(".room", has_text="general").click()
    expect(page.get_by_text("the answer", exact=True)).to_be_in_viewport()


def test_everybodys_role_stands_beside_the_name(stage):
    page = stage.open("lily")
    expect(page.locator("#side .room").filter(has_text="Grace Miller").locator("small")).to_have_text("Account manager")
