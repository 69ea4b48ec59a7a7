"""Houses write their own packs on top of a shipped one."""

from bot.core.policy import load_pack

GROUND = 'source = "our manual 4.2"\nreviewed_on = 2026-11-23\nmark = "house"\n'


def test_an_own_pack_changes_one_rule_and_inherits_the_rest(tmp_path):
    path = tmp_path / "our-bank.toml"
    path.write_text(
        f'name = "our-bank"\nversion = 7\nextends = "cn-bank"\n[complaints.reopening]\ndays = 45\n{GROUND}',
        encoding="utf-8",
    )

    ours, theirs = load_pack(str(path)), load_pack("cn-bank")
    assert ours.complaints.reopening.days == 45
    assert ours.complaints.reopening.basis == "our manual 4.2 [house]"
    assert ours.complaints.regimes == theirs.complaints.regimes
    assert ours.fingerprint != theirs.fingerprint
    assert (ours.name, ours.version, ours.extends) == ("our-bank", 7, "cn-bank")


def test_own_packs_may_extend_a_pack_beside_them(tmp_path):
    (tmp_path / "base.toml").write_text(
        f'name = "base"\nversion = 1\nextends = "uk-fca"\n[complaints.reopening]\ndays = 45\n{GROUND}', encoding="utf-8"
    )
    (tmp_path / "leaf.toml").write_text(
        f'name = "leaf"\nversion = 1\nextends = "base"\n[complaints.call_back]\nattempts = 5\n{GROUND}',
        encoding="utf-8",
    )

    leaf = load_pack(str(tmp_path / "leaf.toml"))
    assert leaf.complaints.reopening.days == 45
    assert leaf.complaints.call_back.attempts == 5
    assert leaf.counting.country == "GB"


def test_an_own_pack_may_add_and_remove_regimes(tmp_path):
    path = tmp_path / "lean.toml"
    path.write_text(
        'name = "lean"\nversion = 1\nextends = "cn-bank"\nremove = ["complaints.regimes.cn-pboc"]\n'
        f'[complaints.regimes.ours]\nresolution = "5 working days"\n{GROUND}',
        encoding="utf-8",
    )

    assert sorted(load_pack(str(path)).complaints.regimes) == ["cn-aml", "cn-nfra", "cn-nfra-forwarded", "ours"]
