/* SPDX-License-Identifier: Apache-2.0 */
/* see mdoc.h */
#include "mdoc.h"

#include <stdarg.h>
#include <stdlib.h>

/* A program that makes files once may end when memory does. */
static char *formatted(const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *out = malloc((size_t)length + 1);
    if (out == NULL) {
        abort();
    }
    vsnprintf(out, (size_t)length + 1, format, args);
    return out;
}

__attribute__((format(printf, 1, 2))) static FILE *file_open(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *path = formatted(format, args);
    va_end(args);
    FILE *f = fopen(path, "w");
    free(path);
    return f;
}

bool page_open(manual *m, const char *name, int section, const char *summary)
{
    m->file = file_open("%s/%s.%d", m->folder, name, section);
    if (m->file == NULL) {
        return false;
    }
    fprintf(m->file, ".\\\" Made from the tables of the program: see tools/man.\n.Dd %s\n.Dt ",
            m->date);
    for (const char *c = name; *c != '\0'; c++) {
        fputc(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c, m->file);
    }
    fprintf(m->file, " %d\n.Os\n.Sh NAME\n.Nm %s\n.Nd %s\n", section, name, summary);
    return true;
}

bool page_close(manual *m)
{
    bool written = ferror(m->file) == 0;
    return fclose(m->file) == 0 && written;
}

void page_section(manual *m, const char *title)
{
    fprintf(m->file, ".Sh %s\n", title);
}

void page_paragraph(manual *m)
{
    fputs(".Pp\n", m->file);
}

/* A backslash begins an escape; a dot or an apostrophe at the start of a line, a request. */
static void put_text(manual *m, const char *in, bool line_start)
{
    for (; *in != '\0'; in++) {
        if (line_start && (*in == '.' || *in == '\'')) {
            fputs("\\&", m->file);
        }
        fputs(*in == '\\' ? "\\e" : "", m->file);
        if (*in != '\\') {
            fputc(*in, m->file);
        }
        line_start = *in == '\n';
    }
}

void page_text(manual *m, const char *in)
{
    put_text(m, in, true);
    fputc('\n', m->file);
}

void page_textf(manual *m, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *line = formatted(format, args);
    va_end(args);
    page_text(m, line);
    free(line);
}

void page_macro(manual *m, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(m->file, format, args);
    va_end(args);
    fputc('\n', m->file);
}

const char *page_word(const char *in, char out[WORD_MAX])
{
    size_t n = 0;
    out[n++] = '"';
    for (; *in != '\0' && n + 8 < WORD_MAX; in++) {
        const char *as = *in == '"' ? "\\(dq" : *in == '\\' ? "\\e" : NULL;
        if (as != NULL) {
            memcpy(out + n, as, strlen(as));
            n += strlen(as);
        } else {
            out[n++] = *in;
        }
    }
    out[n++] = '"';
    out[n] = '\0';
    return out;
}

void page_list(manual *m)
{
    fputs(".Bl -tag -width Ds\n", m->file);
}

void page_item(manual *m, const char *macro, const char *term, const char *argument)
{
    char word[WORD_MAX];
    fprintf(m->file, ".It %s %s%s", macro, strcmp(macro, "Fl") == 0 ? "\\-" : "",
            strcmp(macro, "Fl") == 0 ? term : page_word(term, word));
    if (argument != NULL) {
        fprintf(m->file, " Ar %s", page_word(argument, word));
    }
    fputc('\n', m->file);
}

void page_list_end(manual *m)
{
    fputs(".El\n", m->file);
}

void page_literal(manual *m, const char *in)
{
    fputs(".Bd -literal -offset indent\n", m->file);
    page_text(m, in);
    fputs(".Ed\n", m->file);
}

void page_see_also(manual *m, const char *const *pairs)
{
    page_section(m, "SEE ALSO");
    for (size_t i = 0; pairs[i] != NULL; i += 2) {
        fprintf(m->file, ".Xr %s %s%s\n", pairs[i], pairs[i + 1], pairs[i + 2] != NULL ? " ," : "");
    }
}
