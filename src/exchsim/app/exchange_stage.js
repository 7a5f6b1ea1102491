// The stage: views of a run, and a clock that they all follow. Time lives here, in the browser: playing costs the
// server nothing. The server hears of the date now and then, and of what is clicked.
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
const SPEEDS = [0.5, 1, 2, 4]; // years a second

export default {
  template: `
    <div class="stage">
      <slot></slot>
      <div class="news" aria-live="polite"><span v-if="news">{{ news }}</span></div>
      <div class="clock">
        <button @click="toggle" :aria-label="playing ? words.pause : words.play" class="play">
          <svg viewBox="0 0 24 24"><path :d="playing ? 'M6 5h4v14H6zM14 5h4v14h-4z' : 'M7 4l13 8-13 8z'"></path></svg>
        </button>
        <button @click="step(-1)" :aria-label="words.back"><svg viewBox="0 0 24 24"><path d="M17 5v14L7 12z"></path></svg></button>
        <button @click="step(1)" :aria-label="words.forward"><svg viewBox="0 0 24 24"><path d="M7 5v14l10-7z"></path></svg></button>
        <span class="date" aria-live="off">{{ dateText }}</span>
        <div class="track">
          <input type="range" min="0" :max="scene.months - 1" step="1" :value="month" @input="seek(+$event.target.value)"
                 :aria-label="words.time" :aria-valuetext="dateText">
          <button v-for="(event, k) in scene.events" :key="k" class="mark" :class="{own: event.own}"
                  :style="{left: 100 * event.month / (scene.months - 1) + '%'}" :title="monthText(event.month) + ' · ' + event.words"
                  :aria-label="monthText(event.month) + ' ' + event.words" @click="seek(event.month)" @focus="tellOf(event)"></button>
        </div>
        <button v-if="drops" class="drop" @click="drop" :aria-label="words.drop" :title="words.drop"><svg viewBox="0 0 24 24"><path d="M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z"></path></svg></button>
        <label class="speed">{{ words.speed }}
          <select v-model.number="speed"><option v-for="s in speeds" :value="s">{{ s }}</option></select>
        </label>
      </div>
    </div>`,
  props: { scene: Object, words: Object, views: Array, charts: Array, autoplay: Boolean, drops: Boolean },
  data() {
    return { month: 0, playing: false, speed: 1, speeds: SPEEDS, news: "" };
  },
  computed: {
    dateText() { return this.monthText(this.month); },
  },
  mounted() {
    this.time = 0; // months, with fractions
    this.told = -1;
    this.sizes = new ResizeObserver(() => { clearTimeout(this.settled); this.settled = setTimeout(this.mark, 60); });
    document.addEventListener("keydown", this.onKey);
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (this.autoplay && !still) this.play();
    else setTimeout(() => this.show()); // once the page around it is there
  },
  beforeUnmount() {
    document.removeEventListener("keydown", this.onKey);
    cancelAnimationFrame(this.frame);
    clearTimeout(this.later);
    clearTimeout(this.settled);
    this.sizes.disconnect();
  },
  watch: {
    scene() {
      this.time = Math.min(this.time, this.scene.months - 1);
      this.$nextTick(() => this.show());
    },
    charts() { this.mark(); },
  },
  methods: {
    monthText(m) {
      const all = this.scene.start + m;
      return MONTHS[all % 12] + " " + (1900 + Math.floor(all / 12));
    },
    onKey(e) {
      // space and arrows are the clock's where nobody else has a use for them
      const at = e.target;
      if (e.defaultPrevented || e.ctrlKey || e.altKey || e.metaKey) return;
      if (at.closest?.("input, select, textarea, [role=grid], [role=tablist], [role=dialog], [role=menu], aside")) return;
      if (e.key === " " && !at.closest?.("a, button, [role=button]")) this.toggle();
      else if (e.key === "ArrowLeft") this.step(-1);
      else if (e.key === "ArrowRight") this.step(1);
      else return;
      e.preventDefault();
    },
    toggle() { this.playing ? this.pause() : this.play(); },
    play() {
      if (this.time >= this.scene.months - 1) this.time = 0;
      this.playing = true;
      this.before = undefined;
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(this.tick);
    },
    pause() {
      this.playing = false;
      cancelAnimationFrame(this.frame);
      this.tell(true);
    },
    tellOf(event) { if (!this.playing) this.news = this.monthText(event.month) + " · " + event.words; },
    drop() {
      if (this.playing) this.pause();
      this.$emit("drop", { month: this.month });
    },
    step(by) { this.pause(); this.seek(this.month + by); },
    seek(m) {
      this.time = Math.max(0, Math.min(this.scene.months - 1, m));
      this.show();
      if (!this.playing) this.tell(true);
    },
    tick(now) {
      if (this.before !== undefined) this.time += Math.min(0.1, (now - this.before) / 1000) * this.speed * 12;
      this.before = now;
      if (this.time >= this.scene.months - 1) {
        this.time = this.scene.months - 1;
        this.show();
        this.pause();
        return;
      }
      this.show(now / 1000);
      this.tell(false);
      this.frame = requestAnimationFrame(this.tick);
    },
    tell(surely) {
      const now = performance.now();
      if (this.month === this.told || (!surely && now - (this.last || 0) < 400)) return;
      this.told = this.month;
      this.last = now;
      this.$emit("date", { month: this.month, playing: this.playing });
    },
    show(seconds) {
      this.month = Math.floor(this.time + 1e-9);
      for (const id of this.views || []) getElement(id)?.at?.(this.time, seconds);
      this.news = this.latest();
      this.mark();
    },
    latest() {
      // what happened last, for some months; several things of one month together
      const last = this.scene.events.filter((e) => e.month <= this.month && e.month > this.month - 9).at(-1);
      if (!last) return "";
      const words = this.scene.events.filter((e) => e.month === last.month).map((e) => e.words);
      return this.monthText(last.month) + " · " + words.slice(0, 4).join("; ") + (words.length > 4 ? "; …" : "");
    },
    mark() {
      // a line at the date in every chart
      const year = (this.scene.start + this.time) / 12 + 1900;
      clearTimeout(this.later);
      for (const id of this.charts || []) {
        const chart = getElement(id)?.chart;
        if (chart && !chart.isDrawn) chart.isDrawn = !!chart.getOption()?.xAxis;
        if (!chart?.isDrawn) {
          this.later = setTimeout(this.mark, 300);
          continue;
        }
        const x = chart.convertToPixel({ xAxisIndex: 0 }, year);
        const box = getElement(id).$el;
        let line = box.querySelector(".now");
        if (!line) {
          line = document.createElement("div");
          line.className = "now";
          box.appendChild(line);
          this.sizes.observe(box); // the chart follows its box first: it has watched for longer
        }
        line.style.transform = `translateX(${x}px)`;
      }
    },
  },
};
