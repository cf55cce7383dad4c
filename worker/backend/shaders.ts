import { CONTENT_DIMS, VECTOR_SCALE } from '#core/catalogue';
import { ATTENTION_SCALE, FACTS, FACTS_PER_STEP, LINK_GAIN, NORM_EPSILON, T11_LAYOUT, T11_PARAMETERS, TYPE_SLOTS, type T11Tensor } from '#worker/models';
import { PLAN, STEPS } from './plan.ts';

// One workgroup of D threads computes one example; `l` is the thread, and the component of a vector that it keeps.
const D = CONTENT_DIMS;
const sizeOf = (name: T11Tensor): number => T11_LAYOUT.find((place) => place.name === name)?.size ?? 0;
const A = sizeOf('queryBias');
const H = sizeOf('hiddenBias');
/** First weight of each tensor as a constant of the shader: `AT_query` and so on. */
const OFFSETS = T11_LAYOUT.map(({ name, offset }) => `const AT_${name} = ${offset};`).join('\n');

/** Most negatives of one step: with their logits a workgroup fills the 16 KiB that every device has. */
export const MAX_GPU_NEGATIVES = 1_536;

const ITEMS = `
${OFFSETS}
fn word(item : i32, k : i32) -> vec4<f32> {
  let four = vectors[item * ${D / 4} + k];
  return vec4<f32>(vec4<i32>(extractBits(four, 0u, 8u), extractBits(four, 8u, 8u), extractBits(four, 16u, 8u), extractBits(four, 24u, 8u))) / ${VECTOR_SCALE}.0;
}
fn component(item : i32, d : i32) -> f32 {
  return f32(extractBits(vectors[item * ${D / 4} + d / 4], u32(8 * (d % 4)), 8u)) / ${VECTOR_SCALE}.0;
}
`;

/** The way forward, as in worker/models/forward.ts: leaves query, attention, taste, hidden and unit; returns the norm. */
const ENCODE = `${ITEMS}
var<workgroup> content : array<f32, ${STEPS * D}>;
var<workgroup> query : array<f32, ${A}>;
var<workgroup> asked : array<f32, ${D}>;
var<workgroup> attention : array<f32, ${STEPS}>;
var<workgroup> taste : array<f32, ${D}>;
var<workgroup> hidden : array<f32, ${H}>;
var<workgroup> raw : array<f32, ${D}>;
var<workgroup> unit : array<f32, ${D}>;
fn factAt(row : i32, t : i32, f : i32) -> i32 { return plan[row + ${PLAN.facts} + t * ${FACTS_PER_STEP} + f]; }

fn encode(row : i32, l : i32) -> f32 {
  let steps = plan[row + ${PLAN.steps}];
  let last = max(steps - 1, 0) * ${D};
  for (var t = 0; t < steps; t++) { content[t * ${D} + l] = component(plan[row + ${PLAN.items} + t], l); }
  workgroupBarrier();
  if (l < ${A}) {
    var sum = weights[AT_queryBias + l];
    for (var d = 0; d < ${D}; d++) { sum += content[last + d] * weights[AT_query + d * ${A} + l]; }
    query[l] = sum;
  }
  workgroupBarrier();
  var key = 0.0;
  for (var a = 0; a < ${A}; a++) { key += weights[AT_key + l * ${A} + a] * query[a]; }
  asked[l] = key;
  workgroupBarrier();
  if (l < steps) {
    var logit = 0.0;
    var bias = 0.0;
    for (var d = 0; d < ${D}; d++) { logit += asked[d] * content[l * ${D} + d]; }
    for (var f = 0; f < ${FACTS_PER_STEP}; f++) {
      let fact = factAt(row, l, f);
      bias += weights[AT_factBias + fact];
      for (var a = 0; a < ${A}; a++) { logit += query[a] * weights[AT_factKey + fact * ${A} + a]; }
    }
    attention[l] = logit * ${ATTENTION_SCALE} + bias;
  }
  workgroupBarrier();
  var most = -1e30;
  for (var t = 0; t < steps; t++) { most = max(most, attention[t]); }
  var total = 0.0;
  for (var t = 0; t < steps; t++) { total += exp(attention[t] - most); }
  var attended = 0.0;
  for (var t = 0; t < steps; t++) {
    attended += exp(attention[t] - most) / total * weights[AT_gate + factAt(row, t, 0)] * content[t * ${D} + l];
  }
  taste[l] = attended;
  workgroupBarrier();
  if (l < steps) { attention[l] = exp(attention[l] - most) / total; }
  if (l < ${H}) {
    var sum = weights[AT_hiddenBias + l];
    for (var d = 0; d < ${D}; d++) {
      sum += taste[d] * weights[AT_hiddenFromTaste + d * ${H} + l] + content[last + d] * weights[AT_hiddenFromLast + d * ${H} + l];
    }
    hidden[l] = tanh(clamp(sum, -15.0, 15.0)); // some drivers divide infinities beyond
  }
  workgroupBarrier();
  var mine = attended + weights[AT_outputBias + l];
  for (var e = 0; e < ${D}; e++) { mine += taste[e] * weights[AT_value + e * ${D} + l]; }
  for (var h = 0; h < ${H}; h++) { mine += hidden[h] * weights[AT_output + h * ${D} + l]; }
  raw[l] = mine;
  workgroupBarrier();
  var squares = ${NORM_EPSILON};
  for (var d = 0; d < ${D}; d++) { squares += raw[d] * raw[d]; }
  unit[l] = select(mine / sqrt(squares), 0.0, steps == 0);
  workgroupBarrier();
  return sqrt(squares);
}
`;

/** Taste and attention of one history: [D + STEPS]. */
export const TASTE = `${ENCODE}
fn main(index : i32) {
  let norm = encode(0, index);
  if (index < uniforms.size) { result[index] = unit[index]; }
  if (index < ${STEPS}) { result[${D} + index] = select(0.0, attention[index], index < plan[${PLAN.steps}]); }
}
`;

/** Logits of all items for one taste: [N], a thread each, 64 bytes read for 64 products. */
export const SCORES = `${ITEMS}
fn main(index : i32) {
  if (index < uniforms.size) {
    var cosine = 0.0;
    for (var k = 0; k < ${D / 4}; k++) { cosine += dot(word(index, k), vec4<f32>(tastes[4 * k], tastes[4 * k + 1], tastes[4 * k + 2], tastes[4 * k + 3])); }
    result[index] = exp(${LINK_GAIN}.0 * weights[AT_logScale]) * cosine + ${LINK_GAIN}.0 * weights[AT_popularity] * popularity[index];
  }
}
`;

/** Sampled softmax of the encoded example, as in worker/models/softmax.ts: leaves the slope by the taste in `slope`. */
const SOFTMAX = `
var<workgroup> logits : array<f32, ${MAX_GPU_NEGATIVES}>;
var<workgroup> slope : array<f32, ${D}>;
var<workgroup> others : array<f32, ${D}>; // one sum of each thread in each of these
var<workgroup> tops : array<f32, ${D}>;
var<workgroup> totals : array<f32, ${D}>;
var<workgroup> pulls : array<f32, ${D}>;
struct Softmax { loss : f32, byPopularity : f32 };

fn softmax(row : i32, l : i32) -> Softmax {
  let wanted = plan[row + ${PLAN.target}];
  let scale = exp(${LINK_GAIN}.0 * weights[AT_logScale]);
  let pull = ${LINK_GAIN}.0 * weights[AT_popularity];
  var wantedLogit = 0.0;
  for (var d = 0; d < ${D}; d++) { wantedLogit += unit[d] * component(wanted, d); }
  wantedLogit = scale * wantedLogit + pull * popularity[wanted];
  var count = 0.0;
  var top = -1e30;
  for (var j = l; j < uniforms.draws; j += ${D}) {
    let item = negatives[j];
    var cosine = 0.0;
    for (var k = 0; k < ${D / 4}; k++) { cosine += dot(word(item, k), vec4<f32>(unit[4 * k], unit[4 * k + 1], unit[4 * k + 2], unit[4 * k + 3])); }
    logits[j] = select(scale * cosine + pull * popularity[item], -1e30, item == wanted);
    count += select(1.0, 0.0, item == wanted);
    top = max(top, logits[j]);
  }
  others[l] = count;
  tops[l] = top;
  workgroupBarrier();
  count = 0.0;
  for (var i = 0; i < ${D}; i++) { count += others[i]; top = max(top, tops[i]); }
  let shift = log((f32(uniforms.items) - 1.0) / max(count, 1.0));
  let most = max(wantedLogit, top + shift);
  var total = 0.0;
  var pulled = 0.0;
  for (var j = l; j < uniforms.draws; j += ${D}) {
    logits[j] = exp(max(logits[j] + shift - most, -80.0)) * select(1.0, 0.0, negatives[j] == wanted);
    total += logits[j];
    pulled += logits[j] * popularity[negatives[j]];
  }
  totals[l] = total;
  pulls[l] = pulled;
  workgroupBarrier();
  total = exp(wantedLogit - most);
  pulled = 0.0;
  for (var i = 0; i < ${D}; i++) { total += totals[i]; pulled += pulls[i]; }
  let ownSlope = exp(wantedLogit - most) / total - 1.0;
  var sum = ownSlope * component(wanted, l);
  for (var j = 0; j < uniforms.draws; j++) { sum += logits[j] / total * component(negatives[j], l); }
  slope[l] = scale * sum;
  workgroupBarrier();
  return Softmax(most + log(total) - wantedLogit, pulled / total + ownSlope * popularity[wanted]);
}
`;

/** Loss and slopes of each example: [B, T11_PARAMETERS + 1], the loss last. The way back, as in worker/models/backward.ts. */
export const SLOPES = `${ENCODE}${SOFTMAX}
var<workgroup> back : array<f32, ${D}>; // slopes of the loss by raw, taste, hidden, attended content, facts and attention
var<workgroup> byTaste : array<f32, ${D}>;
var<workgroup> byHidden : array<f32, ${H}>;
var<workgroup> byContent : array<f32, ${D}>;
var<workgroup> byFact : array<f32, ${D}>;
var<workgroup> byShare : array<f32, ${STEPS}>;
var<workgroup> byLogit : array<f32, ${STEPS}>;

fn main(index : i32) {
  let l = index % ${D};
  let row = index / ${D} * ${PLAN.length};
  let out = index / ${D} * ${T11_PARAMETERS + 1};
  let steps = plan[row + ${PLAN.steps}];
  let last = max(steps - 1, 0) * ${D};
  let norm = encode(row, l);
  let answer = softmax(row, l);
  var along = 0.0;
  for (var d = 0; d < ${D}; d++) { along += unit[d] * slope[d]; }
  if (l == 0) {
    result[out + ${T11_PARAMETERS}] = answer.loss;
    result[out + AT_logScale] = ${LINK_GAIN}.0 * along;
    result[out + AT_popularity] = ${LINK_GAIN}.0 * answer.byPopularity;
  }
  let mine = select((slope[l] - unit[l] * along) / norm, 0.0, steps == 0);
  back[l] = mine;
  workgroupBarrier();

  result[out + AT_outputBias + l] = mine;
  var sum = mine;
  for (var e = 0; e < ${D}; e++) {
    result[out + AT_value + e * ${D} + l] = taste[e] * mine;
    sum += back[e] * weights[AT_value + l * ${D} + e];
  }
  for (var h = 0; h < ${H}; h++) { result[out + AT_output + h * ${D} + l] = hidden[h] * mine; }
  if (l < ${H}) {
    var fromOutput = 0.0;
    for (var d = 0; d < ${D}; d++) { fromOutput += back[d] * weights[AT_output + l * ${D} + d]; }
    byHidden[l] = fromOutput * (1.0 - hidden[l] * hidden[l]);
    result[out + AT_hiddenBias + l] = byHidden[l];
  }
  workgroupBarrier();

  for (var h = 0; h < ${H}; h++) {
    sum += byHidden[h] * weights[AT_hiddenFromTaste + l * ${H} + h];
    result[out + AT_hiddenFromTaste + l * ${H} + h] = taste[l] * byHidden[h];
    result[out + AT_hiddenFromLast + l * ${H} + h] = content[last + l] * byHidden[h];
  }
  byTaste[l] = sum;
  workgroupBarrier();

  if (l < steps) {
    var share = 0.0;
    for (var d = 0; d < ${D}; d++) { share += byTaste[d] * content[l * ${D} + d]; }
    byShare[l] = share;
  }
  workgroupBarrier();
  var mean = 0.0;
  for (var t = 0; t < steps; t++) { mean += attention[t] * byShare[t] * weights[AT_gate + factAt(row, t, 0)]; }
  if (l < steps) { byLogit[l] = attention[l] * (byShare[l] * weights[AT_gate + factAt(row, l, 0)] - mean); }
  if (l < ${TYPE_SLOTS}) {
    var gate = 0.0;
    for (var t = 0; t < steps; t++) { gate += select(0.0, attention[t] * byShare[t], factAt(row, t, 0) == l); }
    result[out + AT_gate + l] = gate;
  }
  workgroupBarrier();

  var fromLogits = 0.0;
  var ofFact = 0.0;
  for (var t = 0; t < steps; t++) {
    fromLogits += byLogit[t] * content[t * ${D} + l];
    for (var f = 0; f < ${FACTS_PER_STEP}; f++) { ofFact += select(0.0, byLogit[t], factAt(row, t, f) == l); }
  }
  byContent[l] = fromLogits * ${ATTENTION_SCALE};
  byFact[l] = ofFact;
  for (var a = 0; a < ${A}; a++) {
    result[out + AT_key + l * ${A} + a] = fromLogits * ${ATTENTION_SCALE} * query[a];
    if (l < ${FACTS}) { result[out + AT_factKey + l * ${A} + a] = ofFact * ${ATTENTION_SCALE} * query[a]; }
  }
  if (l < ${FACTS}) { result[out + AT_factBias + l] = ofFact; }
  workgroupBarrier();

  if (l < ${A}) {
    var byQuery = 0.0;
    for (var f = 0; f < ${FACTS}; f++) { byQuery += byFact[f] * ${ATTENTION_SCALE} * weights[AT_factKey + f * ${A} + l]; }
    for (var d = 0; d < ${D}; d++) {
      byQuery += byContent[d] * weights[AT_key + d * ${A} + l];
    }
    result[out + AT_queryBias + l] = byQuery;
    for (var d = 0; d < ${D}; d++) { result[out + AT_query + d * ${A} + l] = content[last + d] * byQuery; }
  }
}
`;

/** Mean of the rows of B examples: [T11_PARAMETERS + 1]. */
export const MEAN = `
fn main(index : i32) {
  if (index < uniforms.size) {
    var sum = 0.0;
    for (var b = 0; b < uniforms.examples; b++) { sum += slopes[b * ${T11_PARAMETERS + 1} + index]; }
    result[index] = sum / f32(uniforms.examples);
  }
}
`;
