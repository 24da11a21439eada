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
