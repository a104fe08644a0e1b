/* Stands between a program and its files: counts every operation on files whose path contains a word, lets the
 * n-th of them fail, and records them all, so that what a disk may hold after a power cut can be made from it.
 * Loaded with LD_PRELOAD and told what to do through the three functions at the end; see faults.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES 1024

static unsigned char watched[FILES]; /* by descriptor: 1 + the place of its path in `paths` */
static char paths[250][512];
static int known;
static struct { char path[128], kinds[16]; long nth, seen; int stays, error, torn, record; } plan = {.record = -1};

#define REAL(result, name, ...) \
    static result (*real_##name)(__VA_ARGS__); \
    if (!real_##name) real_##name = dlsym(RTLD_NEXT, #name)

static ssize_t put(int file, const void *bytes, size_t size, off_t at) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off_t);
    return real_pwrite64(file, bytes, size, at);
}

static ssize_t say(int file, const void *bytes, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t);
    return real_write(file, bytes, size);
}

/* One record: kind, path, offset or size, length, bytes. */
static void record(char kind, unsigned path, uint64_t at, uint32_t size, const void *bytes) {
    char head[17];
    if (plan.record < 0) return;
    head[0] = kind;
    memcpy(head + 1, &(uint32_t){path}, 4);
    memcpy(head + 5, &at, 8);
    memcpy(head + 13, &size, 4);
    say(plan.record, head, sizeof head);
    if (size) say(plan.record, bytes, size);
}

static unsigned named(const char *path) {
    for (int each = 0; each < known; each++)
        if (!strcmp(paths[each], path)) return each + 1;
    if (known == 250 || strlen(path) >= sizeof paths[0]) return 0;
    strcpy(paths[known++], path);
    record('N', known, 0, strlen(path), path);
    return known;
}

static int is_ours(const char *path) { return plan.path[0] && strstr(path, plan.path) != NULL; }

static unsigned path_of(int file) { return file >= 0 && file < FILES ? watched[file] : 0; }

static int fails(char kind) {
    if (!strchr(plan.kinds, kind)) return 0;
    plan.seen++;
    if (!plan.nth || plan.seen < plan.nth || (plan.seen > plan.nth && !plan.stays)) return 0;
    errno = plan.error;
    return 1;
}

static int opened(int file, const char *path) {
    struct stat found;
    if (file >= 0 && file < FILES)
        watched[file] = is_ours(path) && !fstat(file, &found) && S_ISREG(found.st_mode) ? named(path) : 0;
    return file;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(int, name, const char *, int, ...); \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); } \
        if (is_ours(path) && fails('o')) return -1; \
        return opened(real_##name(path, flags, mode), path); \
    }
OPEN(open)
OPEN(open64)

int close(int file) {
    REAL(int, close, int);
    if (file >= 0 && file < FILES) watched[file] = 0;
    return real_close(file);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off_t at) {
    unsigned path = path_of(file);
    if (path && fails('w')) {
        int error = errno;
        if (plan.torn) put(file, bytes, size / 2, at);
        errno = error;
        return -1;
    }
    ssize_t done = put(file, bytes, size, at);
    if (path && done > 0) record('W', path, at, done, bytes);
    return done;
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at) { return pwrite64(file, bytes, size, at); }

ssize_t write(int file, const void *bytes, size_t size) {
    if (file == 1) record('A', 0, 0, size, bytes);
    if (!path_of(file)) return say(file, bytes, size);
    off_t at = lseek(file, 0, SEEK_CUR);
    ssize_t done = pwrite64(file, bytes, size, at);
    if (done > 0) lseek(file, at + done, SEEK_SET);
    return done;
}

ssize_t pread64(int file, void *bytes, size_t size, off_t at) {
    REAL(ssize_t, pread64, int, void *, size_t, off_t);
    return path_of(file) && fails('r') ? -1 : real_pread64(file, bytes, size, at);
}

ssize_t read(int file, void *bytes, size_t size) {
    REAL(ssize_t, read, int, void *, size_t);
    return path_of(file) && fails('r') ? -1 : real_read(file, bytes, size);
}

static int synced(int file, int (*real)(int)) {
    struct stat found;
    unsigned path = path_of(file);
    if (path && fails('s')) return -1;
    int done = real(file);
    if (!done && path) record('S', path, 0, 0, NULL);
    else if (!done && !fstat(file, &found) && S_ISDIR(found.st_mode)) record('D', 0, 0, 0, NULL);
    return done;
}

int fsync(int file) { REAL(int, fsync, int); return synced(file, real_fsync); }

int fdatasync(int file) { REAL(int, fdatasync, int); return synced(file, real_fdatasync); }

int ftruncate64(int file, off_t size) {
    REAL(int, ftruncate64, int, off_t);
    unsigned path = path_of(file);
    if (path && fails('t')) return -1;
    int done = real_ftruncate64(file, size);
    if (!done && path) record('T', path, size, 0, NULL);
    return done;
}

int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    if (is_ours(path) && fails('u')) return -1;
    int done = real_unlink(path);
    if (!done && is_ours(path)) record('U', named(path), 0, 0, NULL);
    return done;
}

void faults_watch(const char *path, int file) {
    strncpy(plan.path, path, sizeof plan.path - 1);
    plan.record = file;
}

void faults_fail(const char *kinds, long nth, int stays, int error, int torn) {
    strncpy(plan.kinds, kinds, sizeof plan.kinds - 1);
    plan.nth = nth, plan.seen = 0, plan.stays = stays, plan.error = error, plan.torn = torn;
}

long faults_seen(void) { return plan.seen; }
