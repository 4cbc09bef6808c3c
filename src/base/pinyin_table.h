/* pinyin_table.h - the readings made at build by tools/pinyin_gen.c; private to pinyin.c.
 *
 *   code point -> pinyin_pages[cp / 256] -> pinyin_readings[page][cp % 256] = syllable << 3 | tone
 *
 * Page 0 is empty, reading 0 is none. Tones 1-4, 5 = neutral. ü is written u: so that lü comes
 * behind lu and before luan, as in dictionaries. About 190 KB, read-only. */
#ifndef BASE_PINYIN_TABLE_H
#define BASE_PINYIN_TABLE_H

#include <stdint.h>

#define PINYIN_LAST      0x323AF        /* end of CJK extension H */
#define PINYIN_PAGE      256
#define PINYIN_PAGES     (PINYIN_LAST / PINYIN_PAGE + 1)
#define PINYIN_SYLLABLE_BYTES 7         /* "zhuang" and a NUL */
#define PINYIN_TONE_BITS 3
#define PINYIN_TONE_MASK ((1 << PINYIN_TONE_BITS) - 1)

extern const char pinyin_syllables[][PINYIN_SYLLABLE_BYTES];
extern const uint16_t pinyin_pages[PINYIN_PAGES];
extern const uint16_t pinyin_readings[][PINYIN_PAGE];

#endif
