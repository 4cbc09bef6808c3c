/* Names of faces, apart from the font library so that the docx writer needs none. GB/T
 * 9704-2012, 5.2.2 and 7.2 name them. */
#include "doc/doc_fonts.h"

static const char *const names[FACE__MAX] = {
    [FACE_FANG] = "仿宋_GB2312", [FACE_KAI] = "楷体_GB2312", [FACE_HEI] = "黑体", [FACE_SONG] = "宋体",
    [FACE_TITLE] = "方正小标宋简体",
};

const char *doc_face_name(enum doc_face face)
{
    return names[face];
}
