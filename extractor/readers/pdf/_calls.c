/* Loops over PDFium calls: what batch.py does one ctypes call at a time, in one. No header but the standard ones, no Python.
 *
 * Every function takes the address of a PDFium function and calls it once per item. Values are written column by column:
 * value k of item i goes to out[(k * count + i) * width].
 */
#include <string.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#define MOST 32

typedef int (*each1)(void *, void *);
typedef int (*each2)(void *, void *, void *);
typedef int (*each4)(void *, void *, void *, void *, void *);
typedef int (*at1)(void *, int, void *);
typedef int (*at2)(void *, int, void *, void *);
typedef int (*integer_of)(void *);
typedef int (*integer_at)(void *, int);
typedef void *(*pointer_of)(void *);
typedef void *(*pointer_at)(void *, int);
typedef void *(*pointer_in)(void *, int, int);
typedef void *(*child_of)(void *, unsigned long);

static void scatter(const char *item, char *out, long index, long count, int fields, int width) {
    for (int k = 0; k < fields; k++) {
        memcpy(out + ((long)k * count + index) * width, item + k * width, (size_t)width);
    }
}

/* function(items[i], &value0, &value1, ...): 1, 2 or 4 pointers. */
EXPORT int gather_each(void *function, void *const *items, long count, int pointers, int fields, int width,
                       const char *unset, char *out) {
    char value[MOST];
    if (fields * width > MOST) return -1;
    for (long i = 0; i < count; i++) {
        memcpy(value, unset, MOST);
        if (pointers == 1) ((each1)function)(items[i], value);
        else if (pointers == 2) ((each2)function)(items[i], value, value + width);
        else if (pointers == 4)
            ((each4)function)(items[i], value, value + width, value + 2 * width, value + 3 * width);
        else return -1;
        scatter(value, out, i, count, fields, width);
    }
    return 0;
}

/* function(holder, indices[i], &value0, ...): 1 or 2 pointers; without indices they count from 0. */
EXPORT int gather_at(void *function, void *holder, const int *indices, long count, int pointers, int fields, int width,
                     char *out) {
    char value[MOST];
    if (fields * width > MOST) return -1;
    for (long i = 0; i < count; i++) {
        int index = indices ? indices[i] : (int)i;
        memset(value, 0, MOST);
        if (pointers == 1) ((at1)function)(holder, index, value);
        else if (pointers == 2) ((at2)function)(holder, index, value, value + width);
        else return -1;
        scatter(value, out, i, count, fields, width);
    }
    return 0;
}

EXPORT void integers_each(void *function, void *const *items, long count, int *out) {
    for (long i = 0; i < count; i++) out[i] = ((integer_of)function)(items[i]);
}

EXPORT void integers_at(void *function, void *holder, long count, long step, int *out) {
    for (long i = 0; i < count; i++) out[i] = ((integer_at)function)(holder, (int)(i * step));
}

EXPORT void pointers_each(void *function, void *const *items, long count, void **out) {
    for (long i = 0; i < count; i++) out[i] = ((pointer_of)function)(items[i]);
}

EXPORT void pointers_at(void *function, void *holder, long count, void **out) {
    for (long i = 0; i < count; i++) out[i] = ((pointer_at)function)(holder, (int)i);
}

EXPORT void children_of(void *function, void *holder, long count, void **out) {
    for (long i = 0; i < count; i++) out[i] = ((child_of)function)(holder, (unsigned long)i);
}

EXPORT void pointers_in(void *function, void *const *items, long count, int first, int second, void **out) {
    for (long i = 0; i < count; i++) out[i] = ((pointer_in)function)(items[i], first, second);
}

/* function(holder, level, i) for one holder. */
EXPORT void segments_in(void *function, void *holder, int level, long count, void **out) {
    for (long i = 0; i < count; i++) out[i] = ((pointer_in)function)(holder, level, (int)i);
}
