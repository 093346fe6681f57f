from visavis.bench import deciding


def test_a_large_house_is_measured_full_and_quiet() -> None:
    found, passed = deciding.run(deciding.Options(agents=20, waiting=50, events=100))
    assert passed
    assert {"decide_p50_ms", "decide_p99_ms", "quiet_decide_p99_ms"} <= set(found)
