# Xiezhi. `make help` lists what can be made.
.DEFAULT_GOAL := all
B := build
MODS := sqlite3 libpq libmicrohttpd yaml-0.1 jansson libxml-2.0 libzip libcmark-gfm cairo pangocairo pangoft2 fontconfig libsodium libcrypto liboath libqrencode libseccomp
CFLAGS_WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wimplicit-fallthrough -Wformat=2 -Wstrict-prototypes -Werror
PKG_CFLAGS := $(shell pkg-config --cflags $(MODS))
PKG_LIBS := $(shell pkg-config --libs $(MODS))
CFLAGS_ALL = -std=c17 -D_GNU_SOURCE -O2 -g $(CFLAGS_WARN) -fstack-protector-strong -fPIE -Isrc -I$(B) $(PKG_CFLAGS) $(CFLAGS)
LIBS = $(PKG_LIBS) -lcmark-gfm-extensions -lxlsxwriter -lpthread -lm
LDFLAGS_ALL := -pie -Wl,-z,relro,-z,now

SRC := $(shell find src -name '*.c')
SQL := $(shell find src -name '*.sql')
HTML := $(shell find src -name '*.html')
EMBED := $(shell find def sql assets -type f 2>/dev/null)
PAGES := $(patsubst %.html,$(B)/gen/page_%.c,$(notdir $(HTML)))
GEN := $(B)/gen/sql.c $(B)/gen/text.c $(B)/gen/embed.c $(B)/gen/pinyin_table.c $(PAGES)
OBJ := $(SRC:%.c=$(B)/obj/%.o) $(GEN:$(B)/%.c=$(B)/obj/%.o)
TESTS := $(patsubst tests/unit/%.c,$(B)/test/%,$(wildcard tests/unit/*_test.c))

all: $(B)/xiezhi ## the program, at build/xiezhi

$(B)/xiezhi: $(OBJ)
	$(CC) $(LDFLAGS_ALL) -o $@ $(OBJ) $(LIBS)

$(B)/obj/%.o: %.c | $(GEN)
	@mkdir -p $(@D)
	@echo "cc $<"; $(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<
$(B)/obj/gen/%.o: $(B)/gen/%.c | $(GEN)
	@mkdir -p $(@D)
	@echo "cc $<"; $(CC) $(CFLAGS_ALL) -Wno-overlength-strings -MMD -MP -c -o $@ $<
-include $(OBJ:.o=.d)

$(B)/tools/%: tools/%.c
	@mkdir -p $(@D) $(B)/gen
	$(CC) -std=c17 -D_GNU_SOURCE -O1 -g -Wall -Wextra -Wno-format-truncation -o $@ $<
$(B)/tools/pinyin_gen: tools/pinyin_gen.c src/base/pinyin.def src/base/pinyin_table.h
	@mkdir -p $(@D) $(B)/gen
	$(CC) -std=c17 -D_GNU_SOURCE -O1 -g -Wall -Wextra -Isrc -o $@ $< $(shell pkg-config --cflags --libs icu-uc icu-i18n)

$(B)/gen/pinyin_table.c: $(B)/tools/pinyin_gen src/base/pinyin.def src/base/pinyin_table.h
	$(B)/tools/pinyin_gen $@
$(B)/gen/sql.c $(B)/gen/sql.h &: $(B)/tools/sqlc src/gate/scope.sql-macro $(SQL)
	$(B)/tools/sqlc $(B)/gen src/gate/scope.sql-macro $(SQL)
$(B)/gen/text.c $(B)/gen/text.h &: $(B)/tools/textc def/text/zh.yaml def/text/en.yaml
	$(B)/tools/textc $(B)/gen def/text/zh.yaml def/text/en.yaml
$(B)/gen/embed.c $(B)/gen/embed.h &: $(B)/tools/embed $(EMBED)
	$(B)/tools/embed $(B)/gen $(foreach f,$(EMBED),$(f)=$(f))
$(PAGES) &: $(B)/tools/tmplc $(HTML)
	$(B)/tools/tmplc $(B)/gen $(HTML)

# What tests link against: everything but the program's own main. `TESTLIB_DIRS` narrows it while a part is being rebuilt.
TESTLIB_DIRS ?= base db def doc sheet area/vault
TESTLIB := $(filter $(foreach d,$(TESTLIB_DIRS),$(B)/obj/src/$(d)/%),$(OBJ)) $(B)/obj/gen/sql.o $(B)/obj/gen/text.o $(B)/obj/gen/embed.o $(B)/obj/gen/pinyin_table.o

$(B)/libxiezhi.a: $(TESTLIB) Makefile
	@rm -f $@; $(AR) rcs $@ $(TESTLIB)
$(B)/test/%: tests/unit/%.c $(B)/libxiezhi.a
	@mkdir -p $(@D)
	@echo "cc $<"; $(CC) $(CFLAGS_ALL) -Itests/unit -o $@ $< $(B)/libxiezhi.a $(LIBS) -lcmocka

check: $(TESTS) ## unit tests, under 10 s
	@bash tests/run.sh $(TESTS)

test: deps-test check ## everything that proves it

deps: ## what building and running need (Debian packages)
	@bash tools/deps.sh run
deps-test: ## what the tests need besides
	@bash tools/deps.sh test

clean: ## everything made
	rm -rf $(B)

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14
.PHONY: all check test deps deps-test clean help
