// Every pair of nations as a cell: the row acts, the column is acted on. Follows the clock of the stage, year by year.
export default {
  template: `
    <div class="pairs" v-if="table.codes">
      <div class="strip">
        <div class="choice" role="group" :aria-label="words.quantity">
          <button v-for="(q, k) in table.quantities" type="button" :aria-pressed="k === place ? 'true' : 'false'" @click="place = k">{{ q.title }}</button>
        </div>
        <span class="quiet">{{ quantity.says }}</span>
        <span class="scale"><span>{{ text(low) }}</span>
          <i :style="{background: 'linear-gradient(to right,' + colours.join(',') + ')'}"></i>
          <span>{{ text(high) }}</span></span>
      </div>
      <div class="across">
        <table role="grid" :aria-label="quantity.says" :class="wide" @keydown="onKey" @mouseleave="over = null">
          <thead><tr><td></td><th v-for="(code, c) in table.codes" scope="col" :title="table.names[c]" :class="{lit: lit && lit[1] === c, chosen: picked.length === 1 && picked[0] === code}">{{ heads[c] }}</th></tr></thead>
          <tbody>
            <tr v-for="(code, r) in table.codes">
              <th scope="row" :title="table.names[r]" :class="{lit: lit && lit[0] === r, chosen: picked.length === 1 && picked[0] === code}">{{ table.codes.length > 20 ? code : table.names[r] }}</th>
              <td v-for="(other, c) in table.codes" role="gridcell" :ref="'c' + r + '-' + c" :tabindex="r === cursor[0] && c === cursor[1] ? 0 : -1"
                  :style="paint(r, c)" :class="{same: r === c, chosen: isChosen(r, c)}" :aria-label="said(r, c)"
                  @click="choose(r, c)" @focus="over = [r, c]; cursor = [r, c]" @mouseenter="over = [r, c]">{{ inside(r, c) }}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <div class="told" aria-live="off">{{ over ? said(over[0], over[1]) : words.hint }}</div>
    </div>`,
  props: { table: Object, words: Object, chosen: Array, stage: Number },
  data() { return { place: 0, year: 0, cursor: [0, 1], over: null, picked: this.chosen }; },
  computed: {
    quantity() { return this.table.quantities[Math.min(this.place, this.table.quantities.length - 1)]; },
    colours() { return this.quantity.colours; },
    values() { return this.quantity.values[Math.min(this.year, this.quantity.values.length - 1)]; },
    high() { return this.quantity.ends[Math.min(this.year, this.quantity.ends.length - 1)]; },
    low() { return this.quantity.signed ? -this.high : 0; },
    heads() { return this.table.codes.length > 7 ? this.table.codes : this.table.names; },
    wide() { const n = this.table.codes.length; return n > 20 ? "small" : n > 9 ? "middling" : "large"; },
    lit() { return this.over; },
  },
  watch: { chosen() { this.picked = this.chosen; }, table() { this.$nextTick(() => getElement(this.stage)?.show?.()); } },
  mounted() { this.$nextTick(() => getElement(this.stage)?.show?.()); },
  methods: {
    at(time) {
      if (!this.table.codes) return;
      const year = Math.floor((this.table.start + Math.floor(time + 1e-9)) / 12) + 1900 - this.table.first;
      if (year !== this.year) this.year = Math.max(0, year);
    },
    value(r, c) {
      const v = this.values[r * this.table.codes.length + c];
      return v === null ? null : v / this.quantity.times;
    },
    text(v) {
      const shown = this.quantity.digits ? v.toFixed(this.quantity.digits) : Math.round(v).toLocaleString("en");
      if (!/[1-9]/.test(shown)) return "0";
      return (this.quantity.signed && v > 0 ? "+" : "") + shown.replace("-", "−");
    },
    paint(r, c) {
      const v = this.value(r, c);
      if (r === c || v === null) return {};
      const share = (v - this.low) / (this.high - this.low || 1);
      const k = Math.round(Math.max(0, Math.min(1, share)) * (this.colours.length - 1));
      return { background: this.colours[k], color: this.quantity.inks[k] };
    },
    inside(r, c) {
      const v = this.value(r, c);
      return r === c || v === null || this.wide === "small" ? "" : this.wide === "middling" && this.quantity.digits ? this.text(v).replace("0.", ".") : this.text(v);
    },
    said(r, c) {
      if (r === c) return this.table.names[r];
      const v = this.value(r, c);
      return `${this.table.names[r]} → ${this.table.names[c]}, ${this.table.first + this.year}: `
        + (v === null ? this.words.nothing : `${this.quantity.title.toLowerCase()} ${this.text(v)} ${this.quantity.unit}`);
    },
    isChosen(r, c) {
      const [a, b] = [this.table.codes[r], this.table.codes[c]];
      return this.picked.length === 2 ? r !== c && this.picked.includes(a) && this.picked.includes(b) : false;
    },
    pick(codes) { this.picked = codes; },
    choose(r, c) {
      const [a, b] = [this.table.codes[r], this.table.codes[c]];
      if (r === c) this.$emit("nation", { code: a });
      else this.$emit("pair", { a, b });
    },
    onKey(e) {
      const [r, c] = this.cursor, last = this.table.codes.length - 1;
      const to = { ArrowUp: [r - 1, c], ArrowDown: [r + 1, c], ArrowLeft: [r, c - 1], ArrowRight: [r, c + 1], Home: [r, 0], End: [r, last] }[e.key];
      if (e.key === "Enter" || e.key === " ") { e.preventDefault(); this.choose(r, c); return; }
      if (!to) return;
      e.preventDefault();
      this.cursor = to.map((v) => Math.max(0, Math.min(last, v)));
      this.$nextTick(() => this.$refs["c" + this.cursor[0] + "-" + this.cursor[1]][0].focus());
    },
  },
};
