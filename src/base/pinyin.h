/* pinyin.h - Chinese text as its readers look it up: by initials (wjg for 王建国) and in pinyin order.
 *
 * Driven by   build/gen/pinyin_table.c (tools/pinyin_gen.c takes one reading per character from
 *             ICU at build, none is loaded at run time) and pinyin.def (surnames, words).
 * Memory      a.      Errors: none; a character without a reading stands for itself and sorts last.
 * Weakness    one reading per character outside pinyin.def: 长 in a given name is always chang.
 */
#ifndef BASE_PINYIN_H
#define BASE_PINYIN_H

#include "base/str.h"

/* pinyin_initials - first letters: "王建国" -> "wjg", "3号楼Ａ座" -> "3hlaz". ASCII letters and digits
 * are kept in lower case; blanks and punctuation fall out. */
struct str pinyin_initials(struct arena *a, struct str s);
/* pinyin_sort - key whose bytewise order is pinyin order: "王建国" -> "wang2王 jian4建 guo2国".
 * Character by character as dictionaries do: syllable, tone, the character itself, then the next;
 * so 张 and 章 do not mix. */
struct str pinyin_sort(struct arena *a, struct str s);
/* The same for a person's name, where 单 is shan, 解 is xie and 尉迟 is yu chi. */
struct str pinyin_name_initials(struct arena *a, struct str name);
struct str pinyin_name_sort(struct arena *a, struct str name);

#endif
