"""Reading one natural line: pure, table-driven, no network (issue 4)."""
