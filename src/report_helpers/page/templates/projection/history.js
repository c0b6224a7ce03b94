// The way back to what was set before, as `History` in `projection/views.py`.

// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
class ProjectionHistory {
  /** @param {View} view */
  constructor(view) {
    this.now = view;
    this.past = [];
    this.future = [];
  }

  /** Goes on to a view; what was undone is forgotten. Joined moves become one step. */
  record(view, joined = false) {
    if (VIEWS.equal(view, this.now)) return;
    if (!joined || this.past.length === 0) this.past.push(this.now);
    // A move that comes back to where it began is no step.
    else if (VIEWS.equal(view, this.past.at(-1))) this.past.pop();
    this.now = view;
    this.future = [];
  }

  undo() {
    if (this.past.length === 0) return;
    this.future.push(this.now);
    this.now = this.past.pop();
  }

  redo() {
    if (this.future.length === 0) return;
    this.past.push(this.now);
    this.now = this.future.pop();
  }
}
