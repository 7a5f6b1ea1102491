// Nations and officers under way between them: on a map, or as a network around a ring. The clock is that of the stage
// around it, which calls `at`. A scene with `difference` shows what a change changes; nothing is under way there.
const MOST_DOTS = 140;
const LITTLE = 0.005; // of trust: less is no difference to be shown
const FEW = 8; // nations: among more of them no bend keeps lines apart
const BENDS = [0.22, -0.22, 0.36, -0.36, 0.1, -0.1]; // how far a line leaves the straight one, in parts of its length

export default {
  template: `
    <div>
    <svg class="exchange" :viewBox="'0 0 ' + size[0] + ' ' + size[1]" role="group" :aria-label="network ? words.network : words.stage">
      <rect class="water" :x="-size[0]" :width="3 * size[0]" :height="size[1]"></rect>
      <g v-if="!network">
        <path v-if="scene.land.grid" class="grid" :d="scene.land.grid"></path>
        <path v-if="scene.land.others" class="land" :d="scene.land.others"></path>
        <path v-if="scene.land.here" class="land here" :d="scene.land.here"></path>
      </g>
      <g class="key" :transform="'translate(' + (size[0] - 190) + ' ' + (size[1] - 34) + ')'" aria-hidden="true">
        <rect v-for="(colour, k) in scene.colours" :x="165 * k / scene.colours.length" :width="165 / scene.colours.length + .5" height="8" :fill="colour"></rect>
        <text x="0" y="22">{{ ends[0] }}</text><text x="82" :y="scene.difference ? -6 : 22" text-anchor="middle">{{ scene.difference ? words.changed : words.trust }}</text>
        <text x="165" y="22" text-anchor="end">{{ ends[1] }}</text>
      </g>
      <g v-if="scene.difference" class="key" :transform="'translate(' + (size[0] - 350) + ' ' + (size[1] - 34) + ')'" aria-hidden="true">
        <path class="line" d="M0 4H34"></path><text x="42" y="8">{{ words.more }}</text>
        <path class="line less" d="M0 22H34"></path><text x="42" y="26">{{ words.fewer }}</text>
      </g>
      <g ref="arcs"></g>
      <g ref="dots"></g>
      <g v-for="(nation, k) in scene.nations" :key="nation.code" class="nation" :class="{chosen: picked.includes(nation.code)}"
         :transform="'translate(' + spot(k).x + ' ' + spot(k).y + ')'" tabindex="0" role="button"
         :aria-label="nation.name" :aria-pressed="picked.includes(nation.code)" @click="choose(nation.code)"
         @keydown.enter="choose(nation.code)" @keydown.space.prevent="choose(nation.code)">
        <circle class="halo" r="22"></circle>
        <circle class="body" :r="radius(k)"></circle>
        <text v-if="sides[k]" :x="label(k).x" :y="label(k).y" :style="{textAnchor: label(k).anchor, fontSize: high + 'px'}">{{ nation.short }}</text>
        <text v-else class="hidden-name" :y="-radius(k) - 7" :style="{fontSize: high + 'px'}">{{ nation.short }}</text>
      </g>
    </svg>
    <div class="map-key" aria-hidden="true">
      <span>{{ scene.difference ? words.changed : words.trust }}</span>
      <span>{{ ends[0] }}</span><i :style="{background: 'linear-gradient(to right,' + scene.colours.join(',') + ')'}"></i><span>{{ ends[1] }}</span>
      <template v-if="scene.difference"><span>— {{ words.more }}</span><span>- - {{ words.fewer }}</span></template>
    </div>
    </div>`,
  // what comes later is handed in by methods: a whole scene is not sent again for a click
  props: { first: Object, words: Object, chosen: Array, stage: Number },
  data() { return { scene: this.first, picked: this.chosen, network: false, month: 0, sides: [], high: 17, grow: 1 }; },
  computed: {
    size() { return this.network ? this.scene.ring_size : this.scene.size; },
    ends() {
      const most = this.scene.difference;
      if (!most) return ["0", "1"];
      return this.scene.beyond ? ["≤ −" + most, "≥ +" + most] : ["−" + most, "+" + most];
    },
    largest() { return this.size_of(Math.max(0, ...this.scene.abroad.map((row) => row.reduce((a, b) => Math.max(a, b), 0)))); },
    rank() {
      const sums = this.scene.abroad.map((row) => row.reduce((a, b) => a + b, 0));
      const places = [...sums.keys()].sort((a, b) => sums[b] - sums[a]);
      return places.reduce((found, k, place) => { found[k] = place; return found; }, []);
    },
  },
  mounted() {
    this.again();
    window.addEventListener("resize", this.name);
  },
  beforeUnmount() { window.removeEventListener("resize", this.name); },
  watch: {
    first() { this.take(this.first); },
    chosen() { this.pick(this.chosen); },
  },
  methods: {
    take(scene) {
      this.scene = { ...scene, land: scene.land || this.scene.land };
      this.again();
    },
    pick(codes) {
      this.picked = codes;
      this.name();
      this.$nextTick(this.mark);
    },
    turn(network) {
      this.network = network;
      this.again();
    },
    again() {
      this.$nextTick(() => { this.part(); this.name(); this.build(); getElement(this.stage)?.show?.(); });
    },
    spot(k) { return this.network ? this.scene.ring[k] : { x: this.scene.nations[k].x, y: this.scene.nations[k].y, side: 0 }; },
    choose(code) { this.$emit("nation", { code }); },
    radius(k) {
      return this.size_of(this.scene.abroad[k][this.month] || 0);
    },
    size_of(officers) {
      return this.grow * (this.scene.difference ? 9 : 6 + 13 * Math.sqrt(officers / this.scene.most.abroad));
    },
    label(k) {
      const side = this.sides[k], far = this.radius(k);
      if (side === "right") return { x: far + 9, y: this.high / 3, anchor: "start" };
      if (side === "left") return { x: -far - 9, y: this.high / 3, anchor: "end" };
      return { x: 0, y: side === "below" ? far + 4 + this.high : -far - 7, anchor: "middle" };
    },
    name() {
      const narrow = matchMedia("(max-width: 520px)").matches; // a drawing that is made small has large letters in it
      [this.high, this.grow] = narrow ? [32, 1.4] : [17, 1];
      // names, the most important ones first, each on a side where it meets none that stands already; others are
      // shown when they are pointed at
      const { nations } = this.scene;
      if (this.network) {
        this.sides = nations.map((_, k) => {
          const { side, below } = this.scene.ring[k];
          return side > 0 ? "right" : side < 0 ? "left" : below ? "below" : "above";
        });
        return;
      }
      if (!this.drawn) this.part();
      const ink = (this.ink = this.ink || document.createElement("canvas").getContext("2d"));
      const { high } = this, least = this.grow * 7;
      ink.font = `600 ${high}px ${getComputedStyle(document.body).fontFamily}`;
      const [right, bottom] = this.size, most = this.largest;
      const key = this.scene.difference ? [360, 58] : [200, 44];
      const boxes = [[right - key[0], bottom - key[1], right, bottom]];
      const first = (k) => (this.picked.includes(nations[k].code) ? -1 : this.rank[k]);
      const sides = nations.map(() => "");
      const dots = nations.map(({ x, y }) => [x - least, y - least, x + least, y + least]);
      for (const k of [...nations.keys()].sort((a, b) => first(a) - first(b))) {
        const { x, y } = this.spot(k), wide = ink.measureText(nations[k].short).width + 6;
        const ways = { // circles grow and shrink: room for the smallest and the largest
          above: [x - wide / 2, y - most - 7 - high, x + wide / 2, y - least - 5],
          below: [x - wide / 2, y + least + 4, x + wide / 2, y + most + 8 + high],
          right: [x + 2 * least, y - high * 0.7, x + most + 9 + wide, y + high * 0.5],
          left: [x - most - 9 - wide, y - high * 0.7, x - 2 * least, y + high * 0.5],
        };
        const apart = (b, o) => b[2] < o[0] || o[2] < b[0] || b[3] < o[1] || o[3] < b[1];
        const free = (way) => ways[way][0] > 0 && ways[way][1] > 0 && ways[way][2] < right && ways[way][3] < bottom
          && boxes.every((other) => apart(ways[way], other));
        const clear = (way) => free(way) && dots.every((dot, j) => j === k || apart(ways[way], dot));
        const all = Object.keys(ways);
        const crossed = (way) => this.drawn.filter((p) => !apart(ways[way], [p[0], p[1], p[0], p[1]])).length;
        const side = all.filter(clear).sort((p, q) => crossed(p) - crossed(q))[0] || (this.rank[k] < 6 && all.find(free)) || (first(k) < 0 ? "above" : "");
        if (side) boxes.push(ways[side]);
        sides[k] = side;
      }
      this.sides = sides;
    },
    curve(flow) {
      const a = this.spot(flow.a), b = this.spot(flow.b);
      if (this.network) {
        const [wide, high] = this.size; // bent towards the middle of the ring
        return { x: (a.x + b.x) * 0.25 + wide * 0.25, y: (a.y + b.y) * 0.25 + high * 0.25 };
      }
      return this.bent(a, b, this.bends[flow.a + " " + flow.b] || BENDS[0]);
    },
    bent(a, b, bend) { return { x: (a.x + b.x) / 2 + (b.y - a.y) * bend, y: (a.y + b.y) / 2 - (b.x - a.x) * bend }; },
    along(a, c, b) {
      return Array.from({ length: 15 }, (_, k) => {
        const s = (k + 1) / 16, r = 1 - s;
        return [r * r * a.x + 2 * r * s * c.x + s * s * b.x, r * r * a.y + 2 * r * s * c.y + s * s * b.y];
      });
    },
    part() {
      // lines of few nations are bent so that they neither lie on each other nor run through a nation; all pairs are
      // looked at, the short ones first, so that a line stays where it is in every run
      const { nations } = this.scene;
      this.bends = {};
      this.drawn = [];
      if (nations.length > FEW || this.network) return;
      const far = (p, q) => Math.hypot(p[0] - q[0], p[1] - q[1]);
      const pairs = nations.flatMap((_, a) => nations.slice(a + 1).map((_, k) => [a, a + 1 + k]));
      const long = ([a, b]) => far([nations[a].x, nations[a].y], [nations[b].x, nations[b].y]);
      for (const [a, b] of pairs.sort((p, q) => long(p) - long(q))) {
        let best = null;
        for (const bend of BENDS) {
          const points = this.along(nations[a], this.bent(nations[a], nations[b], bend), nations[b]);
          let bad = Math.abs(bend) * 4;
          for (const p of points) {
            if (p[0] < 0 || p[1] < 0 || p[0] > this.size[0] || p[1] > this.size[1]) bad += 5;
            for (const q of this.drawn) bad += Math.max(0, 1 - far(p, q) / 26);
            nations.forEach(({ x, y }, k) => { if (k !== a && k !== b) bad += 3 * Math.max(0, 1 - far(p, [x, y - 10]) / 46); });
          }
          if (!best || bad < best.bad) best = { bad, bend, points };
        }
        this.bends[a + " " + b] = best.bend;
        this.drawn.push(...best.points);
      }
    },
    build() {
      // arcs are made once a scene and only restyled while time goes on
      const make = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
      this.$refs.arcs.replaceChildren();
      this.$refs.dots.replaceChildren();
      this.lines = this.scene.flows.map((flow) => {
        const a = this.scene.nations[flow.a], b = this.scene.nations[flow.b];
        const from = this.spot(flow.a), to = this.spot(flow.b), control = this.curve(flow);
        const path = make("path");
        path.setAttribute("d", `M${from.x} ${from.y}Q${control.x} ${control.y} ${to.x} ${to.y}`);
        path.setAttribute("class", "arc");
        // thin lines are hard to hit: a wide one that nobody sees takes the click
        const reach = path.cloneNode();
        reach.setAttribute("class", "reach");
        reach.setAttribute("tabindex", "0");
        reach.setAttribute("role", "button");
        reach.setAttribute("aria-label", `${a.name} – ${b.name}`);
        const pick = () => this.$emit("pair", { a: a.code, b: b.code });
        reach.addEventListener("click", pick);
        reach.addEventListener("keydown", (e) => {
          if (e.key !== "Enter" && e.key !== " ") return;
          e.preventDefault();
          pick();
        });
        const title = make("title");
        reach.appendChild(title);
        this.$refs.arcs.append(path, reach);
        return { flow, a, b, from, to, control, path, reach, title };
      });
      this.spots = Array.from({ length: this.scene.difference ? 0 : MOST_DOTS }, () => {
        const spot = make("circle");
        spot.setAttribute("class", "officer");
        spot.setAttribute("r", "3.1");
        spot.style.display = "none";
        this.$refs.dots.appendChild(spot);
        return spot;
      });
      this.mark();
    },
    mark() {
      for (const line of this.lines || []) {
        const is = this.picked.length === 2 && this.picked.includes(line.a.code) && this.picked.includes(line.b.code);
        line.reach.classList.toggle("chosen", is);
      }
    },
    trustAt(flow, time) {
      const now = (this.scene.start + time) / 12 - Math.floor(this.scene.start / 12);
      const k = Math.min(flow.trust.length - 1, Math.floor(now));
      const before = k > 0 ? flow.trust[k - 1] : this.scene.difference ? 0 : flow.trust[k];
      return before + (flow.trust[k] - before) * Math.min(1, now - k);
    },
    colour(trust) {
      const most = this.scene.difference;
      const place = Math.max(0, Math.min(1, most ? 0.5 + trust / (2 * most) : trust)) * (this.scene.colours.length - 1);
      return this.scene.colours[Math.round(place)];
    },
    at(time, seconds) {
      if (!this.lines || !this.$el.getClientRects().length) return;
      this.month = Math.floor(time + 1e-9);
      let used = 0;
      const turn = seconds === undefined ? 0.5 : (seconds * 0.22) % 1;
      for (const line of this.lines) {
        const ab = line.flow.ab[this.month] || 0, ba = line.flow.ba[this.month] || 0, both = ab + ba;
        const trust = this.trustAt(line.flow, time);
        const there = this.scene.difference ? both !== 0 || Math.abs(trust) >= LITTLE : both > 0;
        line.path.style.display = line.reach.style.display = there ? "" : "none";
        if (!there) continue;
        line.path.style.stroke = this.colour(trust);
        line.path.style.strokeWidth = (this.scene.difference ? 2 : 1.2) + 9 * Math.abs(both) / this.scene.most.both;
        line.path.classList.toggle("less", both < 0);
        line.title.textContent = this.told(line, both, trust);
        if (!this.scene.difference) used = this.send(line, ab, ba, used, turn);
      }
      for (let k = used; k < this.spots.length; k++) this.spots[k].style.display = "none";
    },
    told(line, both, trust) {
      const sign = (v, text) => (this.scene.difference && v >= 0 ? "+" : "") + text;
      const screen = Math.round(line.flow.screen?.[this.month] || 0);
      return `${line.a.name} – ${line.b.name}: ${sign(both, Math.round(both))} ${this.words.officers}, `
        + (screen ? `${screen} ${this.words.screen}, ` : "")
        + `${this.words.trust} ${sign(trust, trust.toFixed(2))}`;
    },
    send(line, ab, ba, used, turn) {
      const screen = (line.flow.screen?.[this.month] || 0) / (ab + ba); // the last dots of each way are of those
      for (const [count, back] of [[ab, false], [ba, true]]) {
        const dots = Math.min(6, Math.ceil(6 * count / this.scene.most.both));
        for (let k = 0; k < dots && used < MOST_DOTS; k++) {
          let s = (turn + (k + (back ? 0.5 : 0)) / dots) % 1;
          if (back) s = 1 - s;
          const r = 1 - s;
          const spot = this.spots[used++];
          spot.classList.toggle("screen", k >= Math.round(dots * (1 - screen)));
          spot.setAttribute("cx", r * r * line.from.x + 2 * r * s * line.control.x + s * s * line.to.x);
          spot.setAttribute("cy", r * r * line.from.y + 2 * r * s * line.control.y + s * s * line.to.y);
          spot.style.display = "";
        }
      }
      return used;
    },
  },
};
