import { BRIGHT, FABRIC, GLAZE, METAL, WOOD, type Range } from './kind.ts';

export const LIVING: Range = {
  department: 'Living',
  brands: [
    { name: 'Lumen House', level: 1.2, voice: 'Lumen House draws by hand and builds in series of five hundred.' },
    { name: 'Loom & Linen', level: 1, voice: 'Loom & Linen weaves in family mills.' },
    { name: 'Stillroom', level: 0.85, voice: 'Stillroom pours and glazes in small batches.' },
    { name: 'Aalborg', level: 1.4, voice: 'Aalborg believes a room needs fewer, better things.' },
  ],
  models: ['Solstice', 'Fjord', 'Meadow', 'Haze', 'Atelier', 'Pebble', 'Dune', 'Willow', 'Luna', 'Terrace'],
  kinds: [
    {
      leaf: 'Table Lamps', noun: 'Table Lamp', price: [35, 210], colours: METAL,
      materials: ['turned wood and linen', 'spun metal', 'hand-blown glass'], uses: ['a reading corner', 'the bedside', 'a dark hallway'],
      features: ['Touch the base to dim it.', 'The fabric cable is two metres long.', 'It takes any E27 bulb.', 'The shade throws a warm, wide pool of light.'],
    },
    {
      leaf: 'Cushions', noun: 'Cushion', price: [15, 65], sizes: ['40 × 40 cm', '50 × 50 cm', '60 × 40 cm'], colours: FABRIC,
      materials: ['washed linen', 'cotton velvet', 'boiled wool'], uses: ['the sofa', 'a window seat', 'the reading chair'],
      features: ['The feather filling is included.', 'A hidden zip makes washing easy.', 'Piped edges keep their shape.', 'The pattern continues on the back.'],
    },
    {
      leaf: 'Rugs', noun: 'Rug', price: [60, 420], sizes: ['80 × 150 cm', '140 × 200 cm', '200 × 300 cm'], colours: FABRIC,
      materials: ['hand-tufted wool', 'woven jute', 'recycled cotton'], uses: ['the living room', 'beside the bed', 'a busy hallway'],
      features: ['It lies flat from the first day.', 'The weave hides footprints.', 'It can be used from both sides.', 'Warm underfoot and quiet below.'],
    },
    {
      leaf: 'Vases', noun: 'Vase', price: [16, 95], sizes: ['18 cm', '26 cm', '34 cm'], colours: GLAZE,
      materials: ['matt stoneware', 'mouth-blown glass', 'unglazed clay'], uses: ['a single stem', 'garden bunches', 'dried grasses'],
      features: ['The narrow neck holds flowers upright.', 'Glazed inside, so it is watertight.', 'It looks good empty.', 'Thrown on the wheel, so no two are the same.'],
    },
    {
      leaf: 'Scented Candles', noun: 'Scented Candle', price: [12, 48], sizes: ['Fig & Cedar', 'Sea Salt', 'Orange Blossom', 'Black Tea', 'Wild Mint'], colours: GLAZE,
      materials: ['soy wax', 'rapeseed and bees wax'], uses: ['long baths', 'quiet evenings', 'a present'],
      features: ['It burns for forty hours.', 'The cotton wick leaves no soot.', 'The jar becomes a tumbler afterwards.', 'Scented with essential oils only.'],
    },
    {
      leaf: 'Wall Clocks', noun: 'Wall Clock', price: [25, 120], sizes: ['25 cm', '32 cm', '40 cm'], colours: [...WOOD, ...BRIGHT],
      materials: ['oiled wood', 'powder-coated steel', 'pressed cork'], uses: ['the kitchen wall', 'the home office', 'a child’s room'],
      features: ['A silent movement never ticks.', 'Numbers are easy to read across the room.', 'One battery lasts two years.', 'It hangs from a single screw.'],
    },
    {
      leaf: 'Throws', noun: 'Throw', price: [30, 150], sizes: ['130 × 170 cm', '150 × 200 cm'], colours: FABRIC,
      materials: ['lambswool', 'brushed cotton', 'recycled wool'], uses: ['the sofa', 'cold evenings', 'a picnic'],
      features: ['Soft from the first evening.', 'The fringe is knotted by hand.', 'It breathes and never feels heavy.', 'Wash it cold and it keeps its colour.'],
    },
  ],
};
