/* Loops over PDFium calls: what batch.py does one ctypes call at a time, in one. No header but the standard ones, no Python.
 *
 * Every function takes the address of a PDFium function and calls it once per item. Values are written column by column:
 * value k of item i goes to out[(k * count + i) * width].
 */
#include <math.h>
#include <string.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#define MOST 32
#define ABOVE 0.85 /* these as in geometry.py */
#define BELOW 0.15
#define TALL 2.0
#define FLAT 0.3
#define NARROW 0.15
#define LAYER_PARAMETERS 2 /* as in batch.py */

typedef int (*each1)(void *, void *);
typedef int (*each2)(void *, void *, void *);
typedef int (*each4)(void *, void *, void *, void *, void *);
typedef int (*at1)(void *, int, void *);
typedef int (*at2)(void *, int, void *, void *);
typedef int (*at4)(void *, int, void *, void *, void *, void *);
typedef double (*number_at)(void *, int);
typedef int (*integer_of)(void *);
typedef int (*integer_at)(void *, int);
typedef void *(*pointer_of)(void *);
typedef void *(*pointer_at)(void *, int);
typedef void *(*pointer_in)(void *, int, int);
typedef void *(*child_of)(void *, unsigned long);
typedef int (*name_of)(void *, void *, unsigned long, void *);

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

/* functions: loose box, origin, font size, matrix, tight box. */
enum { LOOSE_BOX, ORIGIN, FONT_SIZE, MATRIX, TIGHT_BOX };

/* The height of a glyph's font as the page shows it, as glyphs.py tells it. box: left, top, right, bottom. */
static double size_at(void *const *functions, void *text_page, int index, const float *box) {
    float m[6] = {0, 0, 0, 0, 0, 0};
    double tight[4] = {0, 0, 0, 0}; /* left, right, bottom, top */
    ((at1)functions[MATRIX])(text_page, index, m);
    double a = m[0], b = m[1], c = m[2], d = m[3], along = sqrt(a * a + b * b);
    double width = (double)box[2] - (double)box[0], height = (double)box[1] - (double)box[3];
    int turned = fabs(b) > fabs(a);
    if (turned) {
        double swapped = width;
        width = height, height = swapped;
    }
    double size = along > 0 ? ((number_at)functions[FONT_SIZE])(text_page, index) * fabs(a * d - b * c) / along : 0;
    if (!(size > 0)) return height;
    if (height > TALL * size) {
        ((at4)functions[TIGHT_BOX])(text_page, index, tight, tight + 1, tight + 2, tight + 3);
        return (turned ? tight[1] - tight[0] : tight[3] - tight[2]) > TALL * size ? height : size;
    }
    if (height < FLAT * size && width < NARROW * size) return height > width ? height : width;
    return size;
}

/* Boxes and baseline of glyphs 0, 1, ... of an unrotated page, as displayed: columns x0, y0, x1, y1, baseline. Glyphs one
 * after the other whose loose boxes have the same top and bottom share baseline and size. */
EXPORT void upright_glyphs(void *const *functions, void *text_page, long count, double left, double top, double *out) {
    double *x0 = out, *y0 = x0 + count, *x1 = y0 + count, *y1 = x1 + count, *y = y1 + count;
    float last[4] = {0, 0, 0, 0};
    for (long i = 0; i < count; i++) {
        float box[4] = {0, 0, 0, 0}; /* left, top, right, bottom */
        ((at1)functions[LOOSE_BOX])(text_page, (int)i, box);
        x0[i] = box[0] - left;
        x1[i] = box[2] - left;
        if (i && box[1] == last[1] && box[3] == last[3]) {
            y[i] = y[i - 1], y0[i] = y0[i - 1], y1[i] = y1[i - 1];
            continue;
        }
        double origin[2] = {0, 0}, size = size_at(functions, text_page, (int)i, box);
        ((at2)functions[ORIGIN])(text_page, (int)i, origin, origin + 1);
        y[i] = top - origin[1];
        y0[i] = y[i] - ABOVE * size;
        y1[i] = y[i] + BELOW * size;
        memcpy(last, box, sizeof last);
    }
}

EXPORT void glyph_sizes(void *const *functions, void *text_page, long count, double *out) {
    for (long i = 0; i < count; i++) {
        float box[4] = {0, 0, 0, 0};
        ((at1)functions[LOOSE_BOX])(text_page, (int)i, box);
        out[i] = size_at(functions, text_page, (int)i, box);
    }
}

/* Indices of the objects with a mark "OC" whose property list is a layer (it has a type and a name); gives how many.
 * functions: marks of an object, mark of an object, parameters of a mark, name of a mark. */
EXPORT long layered(void *const *functions, void *const *items, long count, int *out) {
    static const unsigned short oc[3] = {'O', 'C', 0};
    long found = 0;
    for (long i = 0; i < count; i++) {
        int marks = ((integer_of)functions[0])(items[i]);
        for (int k = 0; k < marks; k++) {
            void *mark = ((child_of)functions[1])(items[i], (unsigned long)k);
            if (((integer_of)functions[2])(mark) < LAYER_PARAMETERS) continue;
            unsigned short name[4] = {0, 0, 0, 0};
            unsigned long length = 0;
            ((name_of)functions[3])(mark, name, sizeof name, &length);
            if (length != sizeof oc || memcmp(name, oc, sizeof oc)) continue;
            out[found++] = (int)i;
            break;
        }
    }
    return found;
}

/* Whether every text object is painted, upright and in a colour that plainly shows; in doubt not.
 * functions: matrix, render mode, fill colour. */
EXPORT int plain_texts(void *const *functions, void *const *items, long count, unsigned nearly_white,
                       unsigned nearly_clear) {
    for (long i = 0; i < count; i++) {
        float matrix[6] = {0, 0, 0, 0, 0, 0};
        unsigned colour[4] = {0, 0, 0, 255};
        ((each1)functions[0])(items[i], matrix);
        if (!(matrix[0] > 0 && matrix[1] == 0 && matrix[3] > 0)) return 0;
        if (((integer_of)functions[1])(items[i]) != 0) return 0;
        ((each4)functions[2])(items[i], colour, colour + 1, colour + 2, colour + 3);
        if (colour[0] >= nearly_white || colour[3] <= nearly_clear) return 0;
    }
    return 1;
}

/* All that the lines of a page are told from. functions: bounds, segment count, draw mode, clip path, paths in a clip path.
 * bounds: columns x0, y0, x1, y1; numbers: columns segments, filled, stroked. Gives the most paths in any clip path. */
EXPORT int path_columns(void *const *functions, void *const *items, long count, float *bounds, int *numbers) {
    int most = 0;
    for (long i = 0; i < count; i++) {
        float box[4] = {0, 0, 0, 0};
        int mode[2] = {0, 0};
        ((each4)functions[0])(items[i], box, box + 1, box + 2, box + 3);
        for (int k = 0; k < 4; k++) bounds[k * count + i] = box[k];
        numbers[i] = ((integer_of)functions[1])(items[i]);
        ((each2)functions[2])(items[i], mode, mode + 1);
        numbers[count + i] = mode[0];
        numbers[2 * count + i] = mode[1];
        int clipped = ((integer_of)functions[4])(((pointer_of)functions[3])(items[i]));
        if (clipped > most) most = clipped;
    }
    return most;
}

/* Boxes (x0, y0, x1, y1 each) of paths that are one upright rectangle, as outlines.py tells one; is_box: 1 where it is.
 * functions: segment, type, point, matrix. counts: segments of each path. */
EXPORT void plain_boxes(void *const *functions, void *const *items, const int *counts, long count, double *boxes,
                        char *is_box) {
    enum { BEZIER = 1, MOVE = 2, LEAST = 4, MOST_POINTS = 6 };
    for (long i = 0; i < count; i++) {
        float m[6] = {0, 0, 0, 0, 0, 0};
        double x[MOST_POINTS], y[MOST_POINTS], *box = boxes + 4 * i;
        int n = counts[i], plain = n >= LEAST && n <= MOST_POINTS;
        is_box[i] = 0;
        if (plain) ((each1)functions[3])(items[i], m);
        for (int k = 0; plain && k < n; k++) {
            float px = 0, py = 0;
            void *segment = ((pointer_at)functions[0])(items[i], k);
            int type = ((integer_of)functions[1])(segment);
            ((each2)functions[2])(segment, &px, &py);
            x[k] = (double)m[0] * px + (double)m[2] * py + (double)m[4];
            y[k] = (double)m[1] * px + (double)m[3] * py + (double)m[5];
            plain = type != BEZIER && !(type == MOVE && k) && isfinite(x[k]) && isfinite(y[k]);
        }
        if (!plain) continue;
        box[0] = box[2] = x[0], box[1] = box[3] = y[0];
        for (int k = 1; k < n; k++) {
            if (x[k] < box[0]) box[0] = x[k];
            if (x[k] > box[2]) box[2] = x[k];
            if (y[k] < box[1]) box[1] = y[k];
            if (y[k] > box[3]) box[3] = y[k];
        }
        double width = box[2] - box[0], height = box[3] - box[1];
        double slack = 0.1 + 0.02 * (width < height ? width : height);
        for (int k = 0; plain && k < n; k++)
            plain = (x[k] - box[0] <= slack || box[2] - x[k] <= slack) &&
                    (y[k] - box[1] <= slack || box[3] - y[k] <= slack);
        is_box[i] = (char)plain;
    }
}
