"""The page without data, and without a database."""
from harness import DB, expect, fresh_database, main, psql, test
import pageworld
from pageworld import Site, server, start


@test
def an_empty_database_says_what_to_do_next():
    site = start()
    b = site.browser
    with server(fresh_database(), pageworld.directory) as port:
        empty = Site(None, port, b)
        empty.visit()
        words = b.run("return document.querySelector('main').innerText")
        for part in ("Nothing has been counted yet", "make run", "make demo", "jobtrendctl import", "jobtrendctl probe"):
            if part not in words:
                expect("the empty page", words, part)
        expect("axe", empty.axe(), [])
        empty.visit("?view=claim")


@test
def a_database_that_is_away_is_said_and_waited_for():
    site = start()
    b = site.browser
    site.visit()
    number = b.run("return document.querySelector('#headline .big').textContent")
    name = psql("SELECT current_database()")[0][0]
    admin = DB.replace(f"dbname={name}", "dbname=postgres")
    psql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", admin)
    psql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'", admin)
    try:
        b.open(site.base + "?region=GB")
        b.wait("return !document.querySelector('.banner').hidden", seconds=30)
        words = b.run("return document.querySelector('.banner').textContent")
        if "database is away" not in words:
            expect("the banner", words, "The database is away.")
        expect("axe", site.axe(), [])
    finally:
        psql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true", admin)
    b.wait("return document.querySelector('.banner').hidden", seconds=60)
    site.settle()
    expect("the address", b.run("return location.search"), "?region=GB")
    site.visit("")
    expect("the number is back", b.run("return document.querySelector('#headline .big').textContent"), number)


if __name__ == "__main__":
    main()
