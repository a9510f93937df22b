/* The floor: PDFium loads a page and its text, then one call per glyph and per path. Nothing is done with what they give.
 * Compiled by floor.py when the benchmark runs; no part of the package. */

typedef void *(*load_page)(void *, int);
typedef void *(*load_text)(void *);
typedef int (*count)(void *);
typedef int (*glyph_box)(void *, int, float *);
typedef int (*path_box)(void *, float *, float *, float *, float *);
typedef void *(*object_at)(void *, int);
typedef void (*close)(void *);

enum { LOAD_PAGE, LOAD_TEXT, COUNT_CHARS, GLYPH_BOX, COUNT_OBJECTS, OBJECT_AT, TYPE_OF, PATH_BOX, CLOSE_TEXT, CLOSE_PAGE };

#define PATH 2

/* Returns how many glyphs and paths were asked for; -1 when the page cannot be loaded. */
__attribute__((visibility("default"))) int touch(void *const *functions, void *document, int number) {
    float box[4];
    int paths = 0;
    void *page = ((load_page)functions[LOAD_PAGE])(document, number);
    if (!page) return -1;
    void *text = ((load_text)functions[LOAD_TEXT])(page);
    int glyphs = text ? ((count)functions[COUNT_CHARS])(text) : 0;
    for (int i = 0; i < glyphs; i++) ((glyph_box)functions[GLYPH_BOX])(text, i, box);
    int objects = ((count)functions[COUNT_OBJECTS])(page);
    for (int i = 0; i < objects; i++) {
        void *object = ((object_at)functions[OBJECT_AT])(page, i);
        if (((count)functions[TYPE_OF])(object) != PATH) continue;
        ((path_box)functions[PATH_BOX])(object, box, box + 1, box + 2, box + 3);
        paths++;
    }
    if (text) ((close)functions[CLOSE_TEXT])(text);
    ((close)functions[CLOSE_PAGE])(page);
    return glyphs + paths;
}
