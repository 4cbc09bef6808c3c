/* child.c - what runs in the cage: the file is written into the directory, the programs of its kind make a copy beside it, the copy and
 * what OCR read of it go back. Each step says how far it is; what it could not do is said in the same way (said.h). */
#include "clean/clean.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clean/cage.h"
#include "clean/hvcc.h"
#include "clean/said.h"

#define FD_IN      3
#define FD_COPY    4
#define FD_SAID  5
#define OCR_PAGES  20           /* of one file: a minute or so */
#define NAME_BYTES 64
#define DIR_BYTES  128
#define ARENA_BYTES ((size_t)256 << 20)

struct work { struct arena a; struct cage cage; struct clean_said r; char copy[NAME_BYTES]; };

/* Names are relative: the cage starts in its directory. */
static const char mat2_script[] =
    "import sys, mimetypes\n"
    "word = 'application/vnd.openxmlformats-officedocument.'\n"
    "for e, t in (('.docx', word + 'wordprocessingml.document'), ('.xlsx', word + 'spreadsheetml.sheet'),\n"
    "             ('.pptx', word + 'presentationml.presentation'), ('.pdf', 'application/pdf'), ('.jpg', 'image/jpeg'),\n"
    "             ('.png', 'image/png'), ('.tif', 'image/tiff')):\n"
    "    mimetypes.add_type(t, e)\n"
    "from libmat2 import parser_factory, UnknownMemberPolicy\n"
    "p = parser_factory.get_parser(sys.argv[1])[0]\n"
    "if p is None:\n"
    "    sys.exit(1)\n"
    "p.sandbox = False\n"                               /* it is in one */
    "p.unknown_member_policy = UnknownMemberPolicy.ABORT\n"
    "if not p.remove_all():\n"
    "    sys.exit(1)\n"
    /* It takes revisions out of the main text alone; in a footnote or a heading one may stand with its author. */
    "import re, zipfile\n"
    "if zipfile.is_zipfile(p.output_filename):\n"
    "    with zipfile.ZipFile(p.output_filename) as z:\n"
    "        if any(re.search(rb'\\b(author|initials|lastModifiedBy|userName)=', z.read(n)) for n in z.namelist() if n.endswith('.xml')):\n"
    "            sys.exit(1)\n";

static char temporary[DIR_BYTES];       /* TMPDIR and HOME: some programs want the whole path */
static char home[DIR_BYTES];
static char *const environment[] = { (char[]){ "PATH=/usr/bin:/bin" }, (char[]){ "LC_ALL=C.UTF-8" }, home, temporary,
    (char[]){ "OMP_THREAD_LIMIT=1" }, (char[]){ "PYTHONDONTWRITEBYTECODE=1" }, (char[]){ "TZ=UTC0" }, NULL };

/* ---- programs */
static bool there(struct work *w, const char *name, const char *path)
{
    if (access(path, X_OK) == 0)
        return true;
    w->r.program = str_z(name);
    return false;
}

/* 0 when it ended well. What it prints goes to `out`, or nowhere. */
static enum clean_why run(const char *const argv[], const char *out)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        int null = open("/dev/null", O_RDWR), to = out != NULL ? open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600) : null;
        if (null < 0 || to < 0 || dup2(null, 0) < 0 || dup2(to, 1) < 0 || dup2(null, 2) < 0)
            _exit(126);
        execve(argv[0], (char *const *)(uintptr_t)argv, environment);
        _exit(127);
    }
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return CLEAN_FINE;
    return pid > 0 && WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL) ? CLEAN_TIMEOUT
        : pid > 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ ? CLEAN_TOO_LARGE : CLEAN_FAULT;
}

static bool has_bytes(const char *name)
{
    struct stat st;

    return stat(name, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0;
}

/* What a program says it made is there, or it failed. */
static enum clean_why made(struct work *w, enum clean_why why, const char *name, enum clean_kind kind)
{
    if (why != CLEAN_FINE)
        return why;
    if (!has_bytes(name))
        return CLEAN_FAULT;
    snprintf(w->copy, sizeof w->copy, "%s", name);
    w->r.copy_kind = kind;
    return CLEAN_FINE;
}

static enum clean_why by_mat2(struct work *w, const char *stem, enum clean_kind kind)
{
    char in[NAME_BYTES], out[NAME_BYTES];

    if (!there(w, "mat2", "/usr/bin/mat2"))
        return CLEAN_NO_PROGRAM;
    snprintf(in, sizeof in, "%s.%s", stem, kind_name(kind));
    snprintf(out, sizeof out, "%s.cleaned.%s", stem, kind_name(kind));
    const char *const argv[] = { "/usr/bin/python3", "-I", "-c", mat2_script, in, NULL };
    return made(w, run(argv, NULL), out, kind);
}

/* ---- pictures */
/* mat2 draws a photograph anew without saying which way up it is: the one thing that a reader needs of all the camera wrote. */
static int turned(void)
{
    const char *const argv[] = { "/usr/bin/exiftool", "-s3", "-n", "-Orientation", "in.jpg", NULL };
    char digit = '1';

    if (access(argv[0], X_OK) != 0 || run(argv, "turned") != CLEAN_FINE)
        return 1;
    int fd = open("turned", O_RDONLY);
    if (fd < 0 || read(fd, &digit, 1) != 1 || digit < '1' || digit > '8')
        digit = '1';
    if (fd >= 0)
        close(fd);
    return digit - '0';
}

static enum clean_why jpg_clean(struct work *w)
{
    char say[32];
    int turn = turned();
    enum clean_why why = by_mat2(w, "in", KIND_JPG);

    if (why != CLEAN_FINE || turn == 1)
        return why;
    snprintf(say, sizeof say, "-Orientation=%d", turn);
    const char *const argv[] = { "/usr/bin/exiftool", "-q", "-n", "-overwrite_original", say, w->copy, NULL };
    return run(argv, NULL);
}

static enum clean_why png_clean(struct work *w) { return by_mat2(w, "in", KIND_PNG); }

static enum clean_why pdf_pictures(struct work *w)
{
    enum clean_why why = by_mat2(w, "in", KIND_PDF);

    w->r.outcome = CLEAN_PICTURES;
    return why;
}

/* mat2 keeps the first page of a TIFF and says nothing of the others: several become a PDF first. */
static enum clean_why tif_clean(struct work *w)
{
    const char *const argv[] = { "/usr/bin/tiff2pdf", "-o", "in.pdf", "in.tif", NULL };

    if (w->r.pages <= 1)
        return by_mat2(w, "in", KIND_TIF);
    if (!there(w, "tiff2pdf", argv[0]))
        return CLEAN_NO_PROGRAM;
    enum clean_why why = run(argv, NULL);
    return why == CLEAN_FINE ? pdf_pictures(w) : why;
}

/* ---- office files: cleaned where every part of them is known, else they stay sealed */
static enum clean_why office_clean(struct work *w) { return by_mat2(w, "in", w->r.kind); }
static enum clean_why office_old(struct work *w) { (void)w; return CLEAN_UNKNOWN; }

/* ---- sound and moving pictures: the streams of picture and sound alone, copied into a new file; no data tracks (a camera's path on the
 * map), chapters, covers, texts; of H.264 and HEVC not the notes that encoders and cameras put between the pictures */
static enum clean_why by_ffmpeg(struct work *w, const char *demuxer, const char *in, const char *const more[], const char *out, enum clean_kind kind)
{
    const char *argv[48] = { "/usr/bin/ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "quiet", "-protocol_whitelist", "file", "-f", demuxer,
        "-i", in, "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
        "-c", "copy" };
    int n = 0;

    if (!there(w, "ffmpeg", argv[0]))
        return CLEAN_NO_PROGRAM;
    while (argv[n] != NULL)
        n++;
    for (int i = 0; more[i] != NULL; i++)
        argv[n++] = more[i];
    argv[n] = out;
    return made(w, run(argv, NULL), out, kind);
}

static enum clean_why mp3_clean(struct work *w)
{
    const char *const more[] = { "-map", "0:a:0", "-id3v2_version", "0", "-write_id3v1", "0", "-write_xing", "0", "-f", "mp3", NULL };

    return by_ffmpeg(w, "mp3", "in.mp3", more, "out.mp3", KIND_MP3);
}

/* "h264", "hevc", or another; the first moving picture decides, as cameras write one. */
static const char *notes_out(struct work *w)
{
    const char *const argv[] = { "/usr/bin/ffprobe", "-v", "quiet", "-protocol_whitelist", "file", "-f", "mov", "-select_streams", "v:0",
        "-show_entries", "stream=codec_name", "-of", "csv=p=0", "in.mp4", NULL };
    char name[16] = "";

    (void)w;
    if (run(argv, "codec") != CLEAN_FINE)
        return "null";
    int fd = open("codec", O_RDONLY);
    ssize_t n = fd >= 0 ? read(fd, name, sizeof name - 1) : 0;
    if (fd >= 0)
        close(fd);
    return n >= 4 && strncmp(name, "h264", 4) == 0 ? "filter_units=remove_types=6"
        : n >= 4 && strncmp(name, "hevc", 4) == 0 ? "filter_units=remove_types=39-40" : "null";
}

/* In the head of the file; the pictures behind it are not looked at, they may spell anything. */
static enum clean_why head_blank(void)
{
    struct stat st;
    int fd = open("out.mp4", O_RDWR | O_CLOEXEC);
    size_t n = fd >= 0 && fstat(fd, &st) == 0 ? (size_t)st.st_size : 0;
    unsigned char *p = n > 0 ? mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;

    if (fd >= 0)
        close(fd);
    if (p == MAP_FAILED)
        return CLEAN_TOO_LARGE;
    unsigned char *pictures = memmem(p, n, "mdat", 4);      /* +faststart: the head is before them */
    (void)hvcc_blank(p, pictures != NULL ? (size_t)(pictures - p) : n);
    munmap(p, n);
    return CLEAN_FINE;
}

static enum clean_why mp4_clean(struct work *w)
{
    const char *const more[] = { "-map", "0:V?", "-map", "0:a?", "-bsf:v", notes_out(w), "-empty_hdlr_name", "1", "-movflags", "+faststart",
        "-f", "mp4", NULL };

    enum clean_why why = by_ffmpeg(w, "mov", "in.mp4", more, "out.mp4", KIND_MP4);

    return why == CLEAN_FINE ? head_blank() : why;
}

typedef enum clean_why cleaner(struct work *w);
static cleaner *const cleaners[KIND__MAX] = { [KIND_JPG] = jpg_clean, [KIND_PNG] = png_clean, [KIND_TIF] = tif_clean, [KIND_PDF] = pdf_pictures,
    [KIND_DOCX] = office_clean, [KIND_XLSX] = office_clean, [KIND_PPTX] = office_clean, [KIND_OLE] = office_old, [KIND_MP3] = mp3_clean,
    [KIND_MP4] = mp4_clean };

/* ---- what can be read in the copy. Never the text that lies hidden in a PDF: behind a black bar may stand the name that it covers. */
static void ocr_picture(struct work *w, const char *name)
{
    const char *const argv[] = { "/usr/bin/tesseract", name, "read", "-l", "chi_sim+eng", "--psm", "1", "tsv", NULL };
    struct stat st;

    if (run(argv, NULL) != CLEAN_FINE)
        return;
    int fd = open("read.tsv", O_RDONLY);
    if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0 && st.st_size < (off_t)OCR_TSV_MAX) {
        char *text = NEWS(&w->a, char, (size_t)st.st_size);
        if (read(fd, text, (size_t)st.st_size) == st.st_size)
            ocr_add(&w->r.text, (struct str){ text, (size_t)st.st_size });
    }
    if (fd >= 0)
        close(fd);
    unlink("read.tsv");
}

static void ocr_pages(struct work *w)
{
    char page[16];
    const char *const argv[] = { "/usr/bin/pdftoppm", "-r", "200", "-gray", "-png", "-singlefile", "-f", page, "-l", page, w->copy, "page", NULL };

    if (!there(w, "pdftoppm", argv[0]))
        return;
    for (int i = 1; i <= OCR_PAGES; i++) {
        snprintf(page, sizeof page, "%d", i);
        if (run(argv, NULL) != CLEAN_FINE || !has_bytes("page.png"))
            return;
        ocr_picture(w, "page.png");
        unlink("page.png");
        said_progress(FD_SAID, 500 + i * 450 / OCR_PAGES);
    }
}

static void ocr(struct work *w)
{
    bool paper = w->r.copy_kind == KIND_PDF, picture = w->r.copy_kind == KIND_JPG || w->r.copy_kind == KIND_PNG || w->r.copy_kind == KIND_TIF;

    if ((!paper && !picture) || !there(w, "tesseract", "/usr/bin/tesseract"))
        return;
    if (paper)
        ocr_pages(w);
    else
        ocr_picture(w, w->copy);
}

/* ---- in and out */
static bool pour(int from, int to)
{
    static char block[1 << 16];
    ssize_t n;

    while ((n = read(from, block, sizeof block)) > 0)
        for (ssize_t at = 0; at < n;) {
            ssize_t done = write(to, block + at, (size_t)(n - at));
            if (done <= 0)
                return false;
            at += done;
        }
    return n == 0;
}

static enum clean_why take_in(struct work *w)
{
    struct stat st;
    char name[NAME_BYTES];
    void *p = fstat(FD_IN, &st) == 0 && st.st_size > 0 ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, FD_IN, 0) : MAP_FAILED;

    if (p == MAP_FAILED)
        return CLEAN_UNKNOWN;
    struct sniffed s = sniff((struct str){ p, (size_t)st.st_size });
    munmap(p, (size_t)st.st_size);
    w->r.kind = s.kind;
    w->r.pages = s.pages;
    if (s.kind == KIND_NONE || s.too_large)
        return s.too_large ? CLEAN_TOO_LARGE : CLEAN_UNKNOWN;
    snprintf(name, sizeof name, "in.%s", kind_name(s.kind));
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && lseek(FD_IN, 0, SEEK_SET) == 0 && pour(FD_IN, fd);
    if (fd >= 0)
        close(fd);
    return ok ? CLEAN_FINE : CLEAN_TOO_LARGE;
}

static enum clean_why give_out(struct work *w)
{
    int fd = open(w->copy, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool ok = fd >= 0 && pour(fd, FD_COPY);

    if (fd >= 0)
        close(fd);
    return ok ? CLEAN_FINE : CLEAN_TOO_LARGE;
}

static int work(void *arg)
{
    struct work *w = arg;

    w->r.why = take_in(w);
    w->r.outcome = CLEAN_CLEANED;
    said_progress(FD_SAID, 100);
    if (w->r.why == CLEAN_FINE)
        w->r.why = cleaners[w->r.kind](w);
    said_progress(FD_SAID, 500);
    if (w->r.why == CLEAN_FINE)
        w->r.why = give_out(w);
    if (w->r.why == CLEAN_FINE)
        ocr(w);
    else
        w->r.outcome = CLEAN_SEALED;
    return said_write(FD_SAID, &w->r) ? 0 : 1;
}

/* argv: directory, room in bytes, "bare" or nothing. The files are numbers 3, 4 and 5. */
int clean_child_main(int argc, char **argv)
{
    static struct work w;
    int64_t room = 0;

    if (argc < 2 || !str_to_int(str_z(argv[1]), &room) || room <= 0)
        return CAGE_REFUSED;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (int fd = FD_IN; fd <= FD_SAID; fd++)
        fcntl(fd, F_SETFD, FD_CLOEXEC);         /* for us, not for the programs */
    close_range(FD_SAID + 1, ~0U, 0);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_DFL);
    umask(077);
    arena_open(&w.a, ARENA_BYTES);
    w.r.text = buf_new(&w.a, CLEAN_TEXT_MAX);
    snprintf(temporary, sizeof temporary, "TMPDIR=%s", argv[0]);
    snprintf(home, sizeof home, "HOME=%s", argv[0]);
    w.cage = (struct cage){ .dir = argv[0], .room_bytes = (uint64_t)room, .bare = argc > 2 && strcmp(argv[2], "bare") == 0 };
    return cage_run(&w.cage, work, &w);
}
