"""How often Java looks at a character as a pattern is searched for: what takes long is counted, and not timed."""

from __future__ import annotations

from typing import Any, Final

STACK: Final = 16 << 20
"""Bytes of the stack of a thread, as a session has it."""
_SOURCE: Final = """
public class Looks implements CharSequence, Runnable, java.util.function.Function {
    private String text;
    private java.util.regex.Pattern pattern;
    private boolean all;
    private long most, looks;
    public int length() { return text.length(); }
    public char charAt(int place) {
        if (++looks > most) throw new IllegalStateException();
        return text.charAt(place);
    }
    public CharSequence subSequence(int start, int end) { return text.substring(start, end); }
    public String toString() { return text; }
    public void run() {
        try {
            java.util.regex.Matcher matcher = pattern.matcher(this);
            while (matcher.find() && all) { }
        } catch (IllegalStateException e) {
        } catch (StackOverflowError e) { looks = -1; }
    }
    public Object apply(Object given) {
        Object[] parts = ((java.util.List) given).toArray();
        pattern = java.util.regex.Pattern.compile((String) parts[0]);
        all = ((Boolean) parts[1]).booleanValue();
        most = ((Number) parts[2]).longValue();
        StringBuilder counted = new StringBuilder();
        for (int number = 3; number < parts.length; number++) {
            text = (String) parts[number];
            looks = 0;
            Thread thread = new Thread(null, this, "looks", STACKL);
            thread.start();
            try { thread.join(); } catch (InterruptedException e) { throw new RuntimeException(e); }
            counted.append(looks).append(' ');
        }
        return counted.toString();
    }
}
""".replace("STACK", str(STACK))


class Looks:
    """Searches in the virtual machine of a session; Spark has a compiler for it."""

    def __init__(self, session: Any) -> None:
        self._jvm = session._jvm
        compiler = self._jvm.org.codehaus.janino.SimpleCompiler()
        compiler.cook(_SOURCE)
        self._looks = compiler.getClassLoader().loadClass("Looks").newInstance()

    def of(self, pattern: str, texts: list[str], *, finds_all: bool, most: int) -> list[int]:
        """Looks at characters of each text, no more than one above the most; -1 where the stack overflows."""
        given = self._jvm.java.util.ArrayList()
        for part in (pattern, finds_all, most, *texts):
            given.add(part)
        return [int(count) for count in self._looks.apply(given).split()]
