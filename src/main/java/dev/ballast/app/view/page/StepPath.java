package dev.ballast.app.view.page;

/** The path of a line that goes only along and up or down, as short as SVG can say it. */
final class StepPath {
    private final StringBuilder text = new StringBuilder();
    private int x;
    private int y;
    private int along;

    StepPath move(int toX, int toY) {
        flush();
        text.append('M').append(toX).append(' ').append(toY);
        x = toX;
        y = toY;
        return this;
    }

    StepPath along(int toX) {
        along += toX - x;
        x = toX;
        return this;
    }

    StepPath level(int toY) {
        if (toY == y) return this;
        flush();
        text.append('v').append(toY - y);
        y = toY;
        return this;
    }

    StepPath close() {
        flush();
        text.append('z');
        return this;
    }

    private void flush() {
        if (along != 0) text.append('h').append(along);
        along = 0;
    }

    @Override
    public String toString() {
        flush();
        return text.toString();
    }
}
