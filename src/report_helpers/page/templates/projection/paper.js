// What a reader has set is what prints: a picture of the chart as it stands, in light colors.

// biome-ignore lint/correctness/noUnusedVariables: the script after this one uses it.
class ProjectionPaper {
  /**
   * @param {HTMLElement} figure
   * @param {Contract} contract
   * @param {Object} chart puts the view into a drawing
   * @param {Outcome} published
   */
  constructor(figure, contract, chart, published) {
    this.figure = figure;
    this.contract = contract;
    this.chart = chart;
    this.published = WORDS.title(contract, published);
    this.picture = figure.querySelector(".on-paper");
    this.note = figure.querySelector(".reader");
    this.number = 0;
  }

  /** Says who set what is shown. Until there is a new picture, the live chart prints. */
  stale(moved, outcome) {
    this.number += 1;
    this.picture.hidden = true;
    this.figure.dataset.set = moved ? "live" : "published";
    this.note.hidden = !moved;
    const inputs = WORDS.described(this.contract, outcome);
    const { phrases } = this.contract.words;
    this.note.textContent = NUMBERS.filled(phrases.set, { inputs, title: this.published });
  }

  /** Draws the picture of what is shown. */
  async draw(moved) {
    if (!moved) return;
    const { number } = this;
    const dress = (data, layout) => this.chart.dress(data, layout);
    const picture = await CHARTS.picture(this.figure, dress).catch(() => null);
    // The reader may have gone on meanwhile.
    if (picture === null || number !== this.number) return;
    this.picture.src = picture;
    this.picture.alt = this.figure.querySelector(".live").getAttribute("aria-label");
    this.picture.hidden = false;
    this.figure.dataset.set = "picture";
  }
}
