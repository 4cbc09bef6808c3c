#include "base/run_as.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The directory's group may be one that only passes through it (the vault's). */
static gid_t group_of(const struct stat *st)
{
    const struct passwd *p = getpwuid(st->st_uid);

    return p != NULL ? p->pw_gid : st->st_gid;
}

/* With the user the rights in force go; this takes those that a later program could have brought back. Who may not do it needs it not. */
static void capabilities_bound(void)
{
    for (int i = 0; prctl(PR_CAPBSET_READ, i, 0, 0, 0) >= 0; i++)
        prctl(PR_CAPBSET_DROP, i, 0, 0, 0);
}

bool run_as_owner(const char *path)
{
    struct stat st;

    if (geteuid() != 0)
        return true;
    if (stat(path, &st) != 0)
        return errno == ENOENT;
    if (st.st_uid == 0)
        return true;
    gid_t gid = group_of(&st);
    capabilities_bound();
    return setgroups(0, NULL) == 0 && setresgid(gid, gid, gid) == 0 && setresuid(st.st_uid, st.st_uid, st.st_uid) == 0;
}
