// The stage: nations, officers under way between them, and a clock. Time lives here, in the browser: playing costs the
// server nothing. The server hears of the date now and then, and of what is clicked.
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
const SPEEDS = [0.5, 1, 2, 4]; // years a second
const MOST_DOTS = 140;

export default {
  template: `
    <div class="stage" @keydown="onKey">
      <svg :viewBox="'0 0 ' + scene.size[0] + ' ' + scene.size[1]" role="group" :aria-label="words.stage">
        <rect class="water" :width="scene.size[0]" :height="scene.size[1]" rx="10"></rect>
        <path v-if="scene.land.grid" class="grid" :d="scene.land.grid"></path>
        <path v-if="scene.land.others" class="land" :d="scene.land.others"></path>
        <path v-if="scene.land.here" class="land here" :d="scene.land.here"></path>
        <g class="key" :transform="'translate(' + (scene.size[0] - 190) + ' ' + (scene.size[1] - 34) + ')'" aria-hidden="true">
          <rect v-for="(colour, k) in scene.colours" :x="15 * k" width="15.5" height="8" :fill="colour"></rect>
          <text x="0" y="22">0</text><text x="82" y="22" text-anchor="middle">{{ words.trust }}</text>
          <text x="165" y="22" text-anchor="end">1</text>
        </g>
        <g ref="arcs"></g>
        <g ref="dots"></g>
        <g v-for="(nation, k) in scene.nations" :key="nation.code" class="nation" :class="{chosen: nation.code === chosen}"
           :transform="'translate(' + nation.x + ' ' + nation.y + ')'" tabindex="0" role="button"
           :aria-label="nation.name" @click="choose(nation.code)" @keydown.enter="choose(nation.code)">
          <circle class="halo" r="22"></circle>
          <circle class="body" :r="radius(k)"></circle>
          <text v-if="named(k)" :y="-radius(k) - 7">{{ nation.name }}</text>
        </g>
      </svg>
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
      <div class="news" aria-live="polite">{{ news }}</div>
    </div>`,
  props: { scene: Object, words: Object, chosen: String, charts: Array, autoplay: Boolean, drops: Boolean },
  data() {
    return { month: 0, playing: false, speed: 1, speeds: SPEEDS, news: "" };
  },
  computed: {
    dateText() { return this.monthText(this.month); },
  },
  mounted() {
    this.time = 0; // months, with fractions
    this.told = -1;
    this.build();
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (this.autoplay && !still) this.play();
    else this.show();
  },
  beforeUnmount() { cancelAnimationFrame(this.frame); },
  watch: {
    scene() {
      this.time = Math.min(this.time, this.scene.months - 1);
      this.$nextTick(() => { this.build(); this.show(); });
    },
  },
  methods: {
    monthText(m) {
      const all = this.scene.start + m;
      return MONTHS[all % 12] + " " + (1900 + Math.floor(all / 12));
    },
    choose(code) { this.$emit("nation", { code }); },
    onKey(e) {
      if (e.target.tagName === "INPUT" || e.target.tagName === "SELECT") return;
      if (e.key === " ") { e.preventDefault(); this.toggle(); }
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
      this.$emit("date", { month: this.month });
    },
    radius(k) {
      const abroad = this.scene.abroad[k][this.month] || 0;
      return 6 + 13 * Math.sqrt(abroad / Math.max(1, this.mostAbroad()));
    },
    mostAbroad() {
      if (this.mostOf !== this.scene) {
        this.mostOf = this.scene;
        this.most = Math.max(1, ...this.scene.abroad.map((row) => row.reduce((a, b) => Math.max(a, b), 0)));
      }
      return this.most;
    },
    named(k) {
      if (this.scene.nations.length <= 14) return true;
      if (this.rankOf !== this.scene) {
        this.rankOf = this.scene;
        const sums = this.scene.abroad.map((row) => row.reduce((a, b) => a + b, 0));
        this.rank = [...sums.keys()].sort((a, b) => sums[b] - sums[a]);
      }
      return this.rank.indexOf(k) < 12 || this.scene.nations[k].code === this.chosen;
    },
    build() {
      // arcs are made once a scene and only restyled while time goes on
      const make = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
      this.$refs.arcs.replaceChildren();
      this.$refs.dots.replaceChildren();
      this.widest = 1;
      this.lines = this.scene.flows.map((flow) => {
        flow.ab.forEach((v, m) => { this.widest = Math.max(this.widest, v + flow.ba[m]); });
        const a = this.scene.nations[flow.a], b = this.scene.nations[flow.b];
        const dx = b.x - a.x, dy = b.y - a.y;
        const control = { x: (a.x + b.x) / 2 + dy * 0.22, y: (a.y + b.y) / 2 - dx * 0.22 };
        const path = make("path");
        path.setAttribute("d", `M${a.x} ${a.y}Q${control.x} ${control.y} ${b.x} ${b.y}`);
        path.setAttribute("class", "arc");
        // thin lines are hard to hit: a wide one that nobody sees takes the click
        const reach = path.cloneNode();
        reach.setAttribute("class", "reach");
        reach.setAttribute("tabindex", "0");
        reach.setAttribute("role", "button");
        reach.setAttribute("aria-label", `${a.name} – ${b.name}`);
        const pick = () => this.$emit("pair", { a: a.code, b: b.code });
        reach.addEventListener("click", pick);
        reach.addEventListener("keydown", (e) => { if (e.key === "Enter") pick(); });
        const title = make("title");
        reach.appendChild(title);
        this.$refs.arcs.append(path, reach);
        return { flow, a, b, control, path, reach, title };
      });
      this.spots = Array.from({ length: MOST_DOTS }, () => {
        const spot = make("circle");
        spot.setAttribute("class", "officer");
        spot.setAttribute("r", "3.1");
        spot.style.display = "none";
        this.$refs.dots.appendChild(spot);
        return spot;
      });
    },
    trustAt(flow) {
      const first = Math.floor(this.scene.start / 12);
      const now = (this.scene.start + this.time) / 12 - first;
      const k = Math.min(flow.trust.length - 1, Math.floor(now));
      const before = k > 0 ? flow.trust[k - 1] : flow.trust[k];
      return before + (flow.trust[k] - before) * (now - k);
    },
    colour(trust) {
      const place = Math.max(0, Math.min(1, trust)) * (this.scene.colours.length - 1);
      return this.scene.colours[Math.round(place)];
    },
    show(seconds) {
      this.month = Math.floor(this.time + 1e-9);
      let used = 0;
      const turn = seconds === undefined ? 0.5 : (seconds * 0.22) % 1;
      for (const line of this.lines || []) {
        const ab = line.flow.ab[this.month] || 0, ba = line.flow.ba[this.month] || 0, both = ab + ba;
        line.path.style.display = line.reach.style.display = both > 0 ? "" : "none";
        if (!both) continue;
        const trust = this.trustAt(line.flow);
        line.path.style.stroke = this.colour(trust);
        line.path.style.strokeWidth = 1.2 + 9 * both / this.widest;
        line.title.textContent = `${line.a.name} – ${line.b.name}: ${Math.round(both)} ${this.words.officers}, ${this.words.trust} ${trust.toFixed(2)}`;
        for (const [count, back] of [[ab, false], [ba, true]]) {
          const dots = Math.min(6, Math.ceil(6 * count / this.widest));
          for (let k = 0; k < dots && used < MOST_DOTS; k++) {
            let s = (turn + (k + (back ? 0.5 : 0)) / dots) % 1;
            if (back) s = 1 - s;
            const r = 1 - s;
            const spot = this.spots[used++];
            spot.setAttribute("cx", r * r * line.a.x + 2 * r * s * line.control.x + s * s * line.b.x);
            spot.setAttribute("cy", r * r * line.a.y + 2 * r * s * line.control.y + s * s * line.b.y);
            spot.style.display = "";
          }
        }
      }
      for (let k = used; k < MOST_DOTS && this.spots; k++) this.spots[k].style.display = "none";
      const recent = this.scene.events.filter((e) => e.month <= this.month && e.month > this.month - 9);
      this.news = recent.length ? recent.map((e) => this.monthText(e.month) + " · " + e.words).join("   ") : "";
      this.mark();
    },
    mark() {
      // a line at the date in every chart
      const year = (this.scene.start + this.time) / 12 + 1900;
      for (const id of this.charts || []) {
        const chart = getElement(id)?.chart;
        if (!chart || !chart.getOption()?.xAxis) continue;
        const x = chart.convertToPixel({ xAxisIndex: 0 }, year);
        const box = getElement(id).$el;
        let line = box.querySelector(".now");
        if (!line) {
          line = document.createElement("div");
          line.className = "now";
          box.appendChild(line);
        }
        line.style.transform = `translateX(${x}px)`;
      }
    },
  },
};
