# Every target is `sh bootstrap.sh TARGET`, for machines without make.
#
#   make run                        demonstration province on 127.0.0.1:8000
#   make run PORT=8123 DATA=folder  another port, a real export of the procedure database
#   make test                       all tests but the slow ones, on real servers, and again on SQLite
#   make test-fast                  what needs no server, no browser and no walk through all addresses, on SQLite
#   make test-slow                  kill, soak and big-data suites
#   make check                      lint, types, imports, templates, migrations, deployment checks, Wagtail 8
#   make assets                     styles, scripts and fonts into var/assets
#   make bench                      timings of pages and searches
#   make clean                      delete var/ (database, media, built files)
#   make lock                       renew requirements/*.txt and package-lock.json
#
# ARGS="-k name -x" goes to pytest. PORTAL_VAR=folder keeps everything written in another folder.

PORT ?= 8000
export PORT DATA ARGS

.PHONY: help run test test-fast test-slow check assets bench clean lock
help:
	@sed -n '3,/^$$/s/^# \{0,1\}//p' Makefile

run test test-fast test-slow check assets bench clean lock:
	@sh bootstrap.sh $@
