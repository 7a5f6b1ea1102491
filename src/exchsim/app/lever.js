// One lever: a slider and a field for its number, or a list to choose from; what it means, and how well it is known.
// A compact one has a switch in place of the slider; what is switched off has no number, and the switch brings it back.
// What is being moved or typed lives here; the server hears of it when it is let go, and says what holds then.
export default {
  template: `
    <div class="lever" :class="{compact, off: compact && !value}" role="group" :aria-label="name">
      <div class="top">
        <label v-if="compact" class="offered">
          <input type="checkbox" role="switch" :checked="value > 0" :aria-label="words.offered + ': ' + name"
                 @change="give($event.target.checked ? restore : 0)">
          <span class="what">{{ name }}</span>
        </label>
        <span v-else class="what">{{ name }}</span>
        <span v-if="!choices && !(compact && !value)" class="value">
          <input class="number" type="text" inputmode="decimal" autocomplete="off" :value="typed" :aria-label="words.number + ': ' + name"
                 :aria-invalid="wrong ? 'true' : 'false'" :style="{width: Math.max(2, typed.length) + 1.6 + 'ch'}"
                 @input="typed = $event.target.value" @change="taken" @keydown.escape="show(value)">
          <span class="unit">{{ unit }}</span>
        </span>
      </div>
      <div class="means">{{ meaning }}</div>
      <div v-if="choices" class="choices" role="radiogroup" :aria-label="name">
        <label v-for="choice in choices" :class="{own: choice.value === usual}">
          <input type="radio" :name="group" :value="choice.value" :checked="choice.value === shown" @change="give(choice.value)">
          <span>{{ choice.label }}<i v-if="choice.value === usual && usual !== value"> · {{ words.usual }}</i></span>
        </label>
      </div>
      <div v-else-if="!compact" class="track">
        <input type="range" :min="low" :max="high" :step="step" :value="shown" :aria-label="name" :aria-valuetext="inWords(shown)"
               @input="drag($event.target.value)" @change="give(+$event.target.value)">
        <i v-if="usual !== null" class="usual" :style="{left: 'calc(.5rem + (100% - 1rem) * ' + part(usual) + ')'}" aria-hidden="true"></i>
      </div>
      <div v-if="wrong" class="wrong" role="alert">{{ wrong }}</div>
      <div class="foot" v-if="!compact || (value && usual !== value)">
        <details v-if="!compact">
          <summary>{{ choices ? words.known : inWords(low, true) + " " + words.to + " " + inWords(high) }} <b aria-hidden="true">i</b></summary>
          <p>{{ about }}</p>
        </details>
        <button v-if="usual !== null && usual !== value" class="back" type="button" @click="give(usual)"
                :aria-label="name + ' ' + words.back + ' ' + inWords(usual)" :title="words.back + ' ' + inWords(usual)">↺ {{ words.back }} {{ inWords(usual) }}</button>
      </div>
      <div v-if="note" class="note">{{ note }}</div>
    </div>`,
  props: {
    name: String, value: Number, usual: { type: Number, default: null }, low: Number, high: Number, step: Number,
    unit: String, factor: Number, meaning: String, about: String, choices: { type: Array, default: null }, note: String,
    words: Object, group: String, compact: Boolean, restore: Number,
  },
  data() {
    return { shown: this.value, typed: this.text(this.value), wrong: "" };
  },
  watch: {
    value(now) { this.show(now); },
  },
  methods: {
    text(value) { return String(Number((value * this.factor).toPrecision(this.compact ? 3 : 4))); },
    inWords(value, bare) {
      const chosen = (this.choices || []).find((choice) => choice.value === value);
      return chosen ? chosen.label : this.text(value) + (this.unit && !bare ? " " + this.unit : "");
    },
    part(value) { return Math.max(0, Math.min(1, (value - this.low) / (this.high - this.low))); },
    show(value) {
      this.shown = value;
      this.typed = this.text(value);
      this.wrong = "";
    },
    drag(value) {
      this.shown = Number(value);
      this.typed = this.text(this.shown);
      this.wrong = "";
    },
    taken() {
      const value = Number(this.typed.trim().replace(",", "."));
      if (!this.typed.trim() || !Number.isFinite(value)) {
        this.wrong = this.words.not_a_number;
        return;
      }
      const asked = Number((value / this.factor).toPrecision(12));
      if (asked < this.low || asked > this.high) {
        this.wrong = this.words.out_of_range.replace("{}", this.text(this.low)).replace("{}", this.inWords(this.high));
        return;
      }
      this.give(asked);
    },
    give(value) {
      if (value === this.value) return this.show(value);
      this.show(value);
      this.$emit("lever", { value });
    },
  },
};
