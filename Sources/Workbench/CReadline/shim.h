#include <signal.h>
#include <stdio.h>
#include <readline/readline.h>
#include <readline/history.h>

/* Readline's settings are C globals, which Swift 6 cannot touch; these few lines can. */

/* Calls `hook` some ten times a second while a line is typed, and leaves signals to us. */
static inline void creadline_prepare(int (*hook)(void)) {
    rl_event_hook = hook;
    rl_catch_signals = 0;
    rl_readline_name = "kubarium";
}

/* Gives up the line that is being typed. */
static inline void creadline_abandon_line(void) {
    rl_replace_line("", 0);
    rl_done = 1;
}

/* Asks `function` for what can go on from a word; its order is kept. */
static inline void creadline_complete_with(char **(*function)(const char *, int, int)) {
    rl_attempted_completion_function = function;
    rl_completer_word_break_characters = " \t\n;|&()<>`";
    rl_sort_completion_matches = 0;
}

/* Says, from inside such a function, that nothing else is to be tried. */
static inline void creadline_finish_completion(int appends_blank) {
    rl_attempted_completion_over = 1;
    rl_completion_append_character = appends_blank ? ' ' : 0;
}

/* The line as it is typed so far. */
static inline const char *creadline_line(void) { return rl_line_buffer; }

/* Where the cursor is in that line, in bytes. */
static inline int creadline_point(void) { return rl_point; }

/* The newest line of the history; NULL if there is none. */
static inline const char *creadline_last_line(void) {
    HIST_ENTRY *entry = history_get(history_base + history_length - 1);
    return entry ? entry->line : NULL;
}

/* For a screen reader: what is typed is only ever added to, and `show` lists the candidates. */
static inline void creadline_be_plain(void (*show)(char **, int, int)) {
    rl_terminal_name = "dumb";
    rl_catch_sigwinch = 0;
    rl_change_environment = 0;
    rl_initialize();
    rl_variable_bind("bell-style", "none");
    rl_variable_bind("enable-bracketed-paste", "off");
    rl_variable_bind("completion-query-items", "-1");
    /* A line is never wrapped or scrolled, both of which would draw it anew. */
    rl_set_screen_size(1000, 10000);
    rl_completion_display_matches_hook = show;
}

/* Draws the prompt and the line again, on a line of their own. */
static inline void creadline_show_line_again(void) {
    rl_on_new_line();
    rl_redisplay();
}
