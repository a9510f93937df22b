/* Glyphs to runs, lines to edges, edges to grids, runs to cells: what runs.py, edges.py, lattice.py and assign.py do, on flat
 * arrays and with the same results to the last bit (build with -ffp-contract=off). What is not plain is given back to them:
 * coordinates that are not finite, regions that are no rectangle. No header but the standard ones, no Python.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#define NOT_PLAIN (-1)
#define SAME 1.0
#define DOUBLE 3.2
#define GAP 3.0
#define DASH 9.0
#define SHORTEST 4.0
#define TOUCH 3.0
#define NARROWEST 4.0
#define MOST_UNITS 60000

typedef struct { double position, start, end; } line_t;
typedef struct { int row, column, row_end, column_end; } span_t;

/* ---- runs ---- */

static int is_blank(unsigned c) {
    return c <= 0x20 || c == 0x7f || c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200f) ||
           c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff;
}

/* Runs of upright glyphs. values: baseline, start, end, size of each run; places: first glyph, glyph after the last, whether
 * a blank stands before. Both have room for count runs, one after the other. Gives how many there are. */
EXPORT long find_runs(const unsigned *text, const double *y, const double *x0, const double *x1, const double *y0,
                      const double *y1, long count, double *values, int *places) {
    long found = 0;
    int spaced = 1;
    for (long first = 0; first < count;) {
        if (is_blank(text[first])) {
            spaced = 1;
            first++;
            continue;
        }
        double size = y1[first] - y0[first], limit = x1[first] - x0[first];
        limit = 0.3 * (size > limit ? size : limit);
        long end = first + 1;
        while (end < count && !is_blank(text[end])) {
            double gap = x0[end] - x1[end - 1], rise = y[end] - y[first];
            if (!(-limit < gap && gap < limit && -0.5 < rise && rise < 0.5)) break;
            end++;
        }
        if (end - first < 2 || size != y1[end - 1] - y0[end - 1]) {
            double width = x1[first] - x0[first];
            for (long i = first + 1; i < end; i++) {
                double height = y1[i] - y0[i];
                if (height > size) size = height;
            }
            if (width > size) size = width;
        }
        double *value = values + 4 * found;
        value[0] = y[first], value[1] = x0[first], value[2] = x1[end - 1], value[3] = size;
        int *place = places + 3 * found++;
        place[0] = (int)first, place[1] = (int)end, place[2] = spaced;
        spaced = 0;
        first = end;
    }
    return found;
}

/* ---- edges ---- */

static int compare(double a, double b) { return (a > b) - (a < b); }

static int by_extent(const void *a, const void *b) {
    const line_t *p = a, *q = b;
    int order = compare(p->start, q->start);
    return order ? order : compare(p->end, q->end);
}

static int by_position(const void *a, const void *b) {
    int order = compare(((const line_t *)a)->position, ((const line_t *)b)->position);
    return order ? order : by_extent(a, b);
}

/* Join one cluster of lines into edges, written from out on, which does not lie behind the cluster. */
static long join_cluster(line_t *group, long count, line_t *out) {
    double position = group[0].position;
    if (count > 1 && position != group[count - 1].position) {
        double weight = 0.0, total = 0.0;
        for (long i = 0; i < count; i++) {
            double share = group[i].end - group[i].start + 0.01;
            weight += share;
            total += group[i].position * share;
        }
        position = total / weight;
        qsort(group, (size_t)count, sizeof *group, by_extent);
    }
    long found = 0;
    double start = group[0].start, end = group[0].end, last = end - start;
    for (long i = 1; i <= count; i++) {
        double a = 0, b = 0;
        if (i < count) {
            a = group[i].start, b = group[i].end;
            double gap = a - end, length = b - a, least = length < last ? length : last;
            if (gap <= GAP || (gap <= 1.5 * least && last <= DASH && length <= DASH)) {
                if (b > end) end = b;
                last = length;
                continue;
            }
        }
        if (end - start >= SHORTEST) out[found++] = (line_t){position, start, end};
        start = a, end = b, last = b - a;
    }
    return found;
}

/* Merge line fragments in place; gives how many edges there are, NOT_PLAIN when a coordinate is not finite. */
EXPORT long merge_edges(line_t *lines, long count) {
    for (long i = 0; i < count; i++)
        if (!isfinite(lines[i].position) || !isfinite(lines[i].start) || !isfinite(lines[i].end)) return NOT_PLAIN;
    if (count == 0) return 0;
    qsort(lines, (size_t)count, sizeof *lines, by_position);
    long single = 1;
    for (long i = 1; i < count; i++)
        if (by_position(lines + i, lines + single - 1)) lines[single++] = lines[i];
    long found = 0, first = 0, stop = 0; /* the cluster so far: lines first .. stop - 1 */
    double low = 0, high = 0;
    while (stop < single) {
        long end = stop + 1;
        double a = lines[stop].start, b = lines[stop].end;
        while (end < single && lines[end].position - lines[end - 1].position <= SAME &&
               lines[end].position - lines[stop].position <= DOUBLE) {
            if (lines[end].start < a) a = lines[end].start;
            if (lines[end].end > b) b = lines[end].end;
            end++;
        }
        if (stop > first && lines[end - 1].position - lines[first].position <= DOUBLE &&
            (high < b ? high : b) >= (low > a ? low : a) - GAP) {
            if (a < low) low = a;
            if (b > high) high = b;
        } else {
            if (stop > first) found += join_cluster(lines + first, stop - first, lines + found);
            first = stop, low = a, high = b;
        }
        stop = end;
    }
    return found + join_cluster(lines + first, stop - first, lines + found);
}

/* ---- grids ---- */

static long left_of(const double *sorted, long count, double value) { /* bisect_left */
    long low = 0;
    while (low < count) {
        long middle = low + (count - low) / 2;
        if (sorted[middle] < value) low = middle + 1;
        else count = middle;
    }
    return low;
}

static long right_of(const double *sorted, long count, double value) { /* bisect_right */
    long low = 0;
    while (low < count) {
        long middle = low + (count - low) / 2;
        if (value < sorted[middle]) count = middle;
        else low = middle + 1;
    }
    return low;
}

static int root_of(int *parent, int i) {
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

static void unite(const line_t *rows, int n_rows, const line_t *columns, int n_columns, double *ys, int *parent) {
    for (int i = 0; i < n_rows; i++) ys[i] = rows[i].position;
    for (int i = 0; i < n_rows + n_columns; i++) parent[i] = i;
    for (int j = 0; j < n_columns; j++) {
        const line_t *line = columns + j;
        long stop = right_of(ys, n_rows, line->end + TOUCH);
        for (long i = left_of(ys, n_rows, line->start - TOUCH); i < stop; i++)
            if (rows[i].start - TOUCH <= line->position && line->position <= rows[i].end + TOUCH)
                parent[root_of(parent, n_rows + j)] = root_of(parent, (int)i);
    }
}

/* The edge at one end of lines that run on beyond the last crossing line and end together; 1 when there is one. */
static int closing(const line_t *lines, int count, const line_t *crossings, int n_crossings, int at_end, line_t *out) {
    double least = crossings[0].position, most = least, outer = at_end ? lines[0].end : lines[0].start;
    for (int i = 1; i < n_crossings; i++) {
        if (crossings[i].position < least) least = crossings[i].position;
        if (crossings[i].position > most) most = crossings[i].position;
    }
    for (int i = 1; i < count; i++) {
        double end = at_end ? lines[i].end : lines[i].start;
        if (at_end ? end > outer : end < outer) outer = end;
    }
    if (at_end ? !(outer > most + 2 * NARROWEST) : !(outer < least - 2 * NARROWEST)) return 0;
    int members = 0;
    double low = 0, high = 0;
    for (int i = 0; i < count; i++) {
        if (at_end ? lines[i].end < outer - TOUCH : lines[i].start > outer + TOUCH) continue;
        double position = lines[i].position;
        if (!members || position < low) low = position;
        if (!members || position > high) high = position;
        members++;
    }
    if (members < 2 || !(high - low > 2 * NARROWEST)) return 0;
    *out = (line_t){outer, low, high};
    return 1;
}

static int positions_of(const line_t *sorted, int count, double *out) {
    int found = 0;
    for (int i = 0; i < count; i++)
        if (!found || sorted[i].position != out[found - 1]) out[found++] = sorted[i].position;
    return found;
}

/* walls[unit * count + i]: whether the line at positions[i] runs along the unit between across[unit] and the next. */
static void draw_walls(const line_t *lines, int n_lines, const double *positions, int count, const double *across,
                       int n_across, char *walls) {
    memset(walls, 0, (size_t)(n_across - 1) * (size_t)count);
    for (int k = 0; k < n_lines; k++) {
        double start = lines[k].start, end = lines[k].end;
        long i = left_of(positions, count, lines[k].position);
        long first = left_of(across, n_across, start - TOUCH), last = right_of(across, n_across, end + TOUCH) - 1;
        while (first < last && across[first + 1] - start < 0.5 * (across[first + 1] - across[first])) first++;
        while (first < last && end - across[last - 1] < 0.5 * (across[last] - across[last - 1])) last--;
        for (long unit = first; unit < last; unit++) walls[unit * count + i] = 1;
    }
}

/* sides: n_ends lines less one unit wide; ends: n_sides units of n_lines lines. */
static void close_outer(const char *sides, int n_sides, char *ends, int n_ends, int n_lines) {
    for (int side = 0; side < 2; side++) {
        const char *beside = sides + (size_t)(side ? n_sides - 1 : 0) * (size_t)(n_ends + 1);
        size_t bit = side ? (size_t)(n_lines - 1) : 0;
        int whole = 1, start = -1;
        for (int unit = 0; unit < n_ends; unit++) whole &= ends[(size_t)unit * (size_t)n_lines + bit];
        if (whole) continue;
        for (int line = 0; line <= n_ends; line++) {
            if (!beside[line]) continue;
            if (start >= 0)
                for (int unit = start; unit < line; unit++) ends[(size_t)unit * (size_t)n_lines + bit] = 1;
            start = line;
        }
    }
}

typedef struct {
    int n_rows, n_columns; /* units */
    char *v, *h, *taken;   /* v[row * (n_columns + 1) + line], h[column * (n_rows + 1) + line], taken[row * n_columns + column] */
} walls_t;

static int rectangle_at(const walls_t *w, int row, int column, span_t *out) {
    int n_x = w->n_columns + 1, n_y = w->n_rows + 1, right = column + 1, down = row + 1;
    const char *beside = w->v + (size_t)row * (size_t)n_x, *along = w->h + (size_t)column * (size_t)n_y;
    if (!beside[column] || !along[row]) return 0;
    while (right < n_x && !beside[right]) right++;
    while (down < n_y && !along[down]) down++;
    if (right == n_x || down == n_y) return 0;
    for (int r = row; r < down; r++) {
        const char *wall = w->v + (size_t)r * (size_t)n_x;
        if (!wall[column] || !wall[right]) return 0;
        for (int c = column + 1; c < right; c++)
            if (wall[c]) return 0;
    }
    for (int c = column; c < right; c++) {
        const char *wall = w->h + (size_t)c * (size_t)n_y;
        if (!wall[row] || !wall[down]) return 0;
        for (int r = row + 1; r < down; r++)
            if (wall[r]) return 0;
    }
    *out = (span_t){row, column, down, right};
    return 1;
}

/* Cells that tile the grid, by row and column; NOT_PLAIN when they do not. */
static int tiles_of(const walls_t *w, span_t *spans) {
    int found = 0;
    memset(w->taken, 0, (size_t)w->n_rows * (size_t)w->n_columns);
    for (int row = 0; row < w->n_rows; row++)
        for (int column = 0; column < w->n_columns; column++) {
            if (w->taken[(size_t)row * (size_t)w->n_columns + (size_t)column]) continue;
            if (!rectangle_at(w, row, column, spans + found)) return NOT_PLAIN;
            const span_t *s = spans + found++;
            for (int r = s->row; r < s->row_end; r++) {
                char *units = w->taken + (size_t)r * (size_t)w->n_columns;
                for (int c = s->column; c < s->column_end; c++) {
                    if (units[c]) return NOT_PLAIN;
                    units[c] = 1;
                }
            }
        }
    return found;
}

/* Keep the lines marked in used (by 1) that lie apart: used becomes old index to new one, -1 where a line bounds nothing. */
static int keep_lines(int *used, const double *positions, int count, double *out) {
    int new = -1, members = 0;
    double last = 0, total = 0;
    for (int i = 0; i < count; i++) {
        if (!used[i]) {
            used[i] = -1;
            continue;
        }
        if (new < 0 || positions[i] - last >= NARROWEST) {
            if (new >= 0) out[new] = total / members;
            new++;
            last = positions[i], total = 0, members = 0;
        }
        total += positions[i];
        members++;
        used[i] = new;
    }
    out[new] = total / members;
    return new + 1;
}

/* One component's grid: lines are sorted by position. sizes: lines between columns and between rows, cells.
 * Gives 1 for a grid, 0 for none, NOT_PLAIN. Room for the results is the caller's: coordinates 2 n, numbers 5 units. */
static int grid_of(const line_t *rows, int n_rows, const line_t *columns, int n_columns, long room, double *positions,
                   int *sizes, double *coordinates, int *numbers) {
    double *ys = positions, *xs = positions + n_rows;
    int n_y = positions_of(rows, n_rows, ys), n_x = positions_of(columns, n_columns, xs);
    if (n_y < 2 || n_x < 2) return 0;
    long units = (long)(n_y - 1) * (n_x - 1);
    if (units > MOST_UNITS) return 0;
    if (5 * units > room) return NOT_PLAIN;
    walls_t w = {n_y - 1, n_x - 1, NULL, NULL, NULL};
    size_t size_v = (size_t)w.n_rows * (size_t)n_x, size_h = (size_t)w.n_columns * (size_t)n_y;
    w.v = malloc(size_v + size_h + (size_t)units);
    int *used = calloc((size_t)n_x + (size_t)n_y, sizeof *used);
    int found = NOT_PLAIN;
    if (w.v && used) {
        w.h = w.v + size_v, w.taken = w.h + size_h;
        draw_walls(columns, n_columns, xs, n_x, ys, n_y, w.v);
        draw_walls(rows, n_rows, ys, n_y, xs, n_x, w.h);
        close_outer(w.v, w.n_rows, w.h, w.n_columns, n_y);
        close_outer(w.h, w.n_columns, w.v, w.n_rows, n_x);
        found = tiles_of(&w, (span_t *)numbers);
    }
    if (found < 2) {
        free(w.v), free(used);
        return found < 0 ? NOT_PLAIN : 0;
    }
    span_t *spans = (span_t *)numbers;
    int *used_y = used, *used_x = used + n_y, kept = 0;
    for (int i = 0; i < found; i++) {
        used_y[spans[i].row] = used_y[spans[i].row_end] = 1;
        used_x[spans[i].column] = used_x[spans[i].column_end] = 1;
    }
    sizes[0] = keep_lines(used_x, xs, n_x, coordinates);
    sizes[1] = keep_lines(used_y, ys, n_y, coordinates + sizes[0]);
    for (int i = 0; i < found; i++) {
        span_t s = {used_y[spans[i].row], used_x[spans[i].column], used_y[spans[i].row_end], used_x[spans[i].column_end]};
        if (s.row < s.row_end && s.column < s.column_end) spans[kept++] = s;
    }
    free(w.v), free(used);
    sizes[2] = kept;
    if (kept < 2) return 0;
    int last_row = -1, last_column = -1, *owner = numbers + 4 * kept, wide = sizes[0] - 1;
    long covered = 0;
    for (int i = 0; i < kept; i++) { /* lines that were joined may have put cells out of order */
        const span_t *s = spans + i;
        if (s->row < last_row || (s->row == last_row && s->column <= last_column)) return NOT_PLAIN;
        last_row = s->row, last_column = s->column;
        covered += (long)(s->row_end - s->row) * (s->column_end - s->column);
        for (int r = s->row; r < s->row_end; r++)
            for (int c = s->column; c < s->column_end; c++) owner[(long)r * wide + c] = i;
    }
    return covered == (long)wide * (sizes[1] - 1) ? 1 : NOT_PLAIN;
}

/* Grids of merged edges whose cells all are rectangles that tile them. Per grid: three sizes (lines between columns, lines
 * between rows, cells); its coordinates (x, then y) follow those of the grid before it, and so do its numbers (four a
 * cell, then the owner of each unit). room: ints in numbers; coordinates have room for 2 (n_rows + n_columns) + 4 a grid.
 * Gives how many grids there are, or NOT_PLAIN. */
EXPORT long find_plain_grids(const line_t *rows, int n_rows, const line_t *columns, int n_columns, long room, int most,
                             int *sizes, double *coordinates, int *numbers) {
    int count = n_rows + n_columns, found = 0;
    double *positions = malloc(sizeof *positions * ((size_t)count + 4));
    int *parent = malloc(sizeof *parent * ((size_t)count + 1));
    line_t *own = malloc(sizeof *own * ((size_t)count + 4));
    if (!positions || !parent || !own) found = NOT_PLAIN;
    else unite(rows, n_rows, columns, n_columns, positions, parent);
    for (int i = 0; i < n_rows && found >= 0; i++) {
        int root = root_of(parent, i), first = 1, n_own = 0;
        for (int k = 0; k < i && first; k++) first = root_of(parent, k) != root;
        if (!first) continue;
        for (int k = i; k < n_rows; k++)
            if (root_of(parent, k) == root) own[n_own++] = rows[k];
        int n_y = n_own;
        line_t *upright = own + n_y + 2; /* room for two closing rows, and two columns at the end */
        int n_x = 0;
        for (int k = 0; k < n_columns; k++)
            if (root_of(parent, n_rows + k) == root) upright[n_x++] = columns[k];
        if (n_y + n_x < 4 || !n_x) continue;
        int closed = n_y;
        closed += closing(upright, n_x, own, n_y, 0, own + closed);
        closed += closing(upright, n_x, own, n_y, 1, own + closed);
        n_y = closed;
        line_t sides[2];
        int n_sides = closing(own, n_y, upright, n_x, 0, sides);
        n_sides += closing(own, n_y, upright, n_x, 1, sides + n_sides);
        if (n_sides == 2 || upright[n_x - 1].position - upright[0].position > NARROWEST)
            for (int k = 0; k < n_sides; k++) upright[n_x++] = sides[k];
        if (n_y < 2 || n_x < 2) continue;
        qsort(own, (size_t)n_y, sizeof *own, by_position);
        qsort(upright, (size_t)n_x, sizeof *upright, by_position);
        if (found == most) {
            found = NOT_PLAIN;
            break;
        }
        int *size = sizes + 3 * found;
        int made = grid_of(own, n_y, upright, n_x, room, positions, size, coordinates, numbers);
        if (made < 0) found = NOT_PLAIN;
        else if (made) {
            long taken = 4L * size[2] + (long)(size[0] - 1) * (size[1] - 1);
            numbers += taken, room -= taken;
            coordinates += size[0] + size[1];
            found++;
        }
    }
    free(positions), free(parent), free(own);
    return found;
}

/* ---- runs to cells ---- */

static int cell_at(const double *xs, long n_x, const int *owner, double x) { /* owner: of one row of units */
    long column = right_of(xs, n_x, x) - 1;
    return column >= 0 && column < n_x - 1 ? owner[column] : -1;
}

/* Put upright runs whose middle lies in a grid, and that no grid before took, into its cells.
 * runs: baseline, start, end, size of each; grids, cells: -1 where nothing is known yet; a cell -1 afterwards: it crosses some. */
EXPORT void place_runs(const double *runs, long count, const double *xs, long n_x, const double *ys, long n_y,
                       const int *owner, int grid, int *grids, int *cells) {
    for (long i = 0; i < count; i++) {
        const double *run = runs + 4 * i;
        double size = run[3], x = (run[1] + run[2]) / 2, y = run[0] - 0.35 * size;
        if (grids[i] != -1 || !(xs[0] <= x && x <= xs[n_x - 1] && ys[0] <= y && y <= ys[n_y - 1])) continue;
        grids[i] = grid;
        long row = right_of(ys, n_y, y) - 1;
        if (row < 0 || row >= n_y - 1) continue;
        const int *units = owner + row * (n_x - 1);
        int cell = cell_at(xs, n_x, units, run[1] + 0.1 * size);
        if (cell >= 0 && cell == cell_at(xs, n_x, units, run[2] - 0.1 * size)) cells[i] = cell;
    }
}
