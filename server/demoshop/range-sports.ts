import { BRIGHT, FABRIC, type Range } from './kind.ts';

export const SPORTS: Range = {
  department: 'Sports',
  brands: [
    { name: 'Momenta', level: 1.1, voice: 'Momenta works with physiotherapists.' },
    { name: 'Backyard Athletic', level: 0.75, voice: 'Backyard Athletic makes club gear for home.' },
    { name: 'Velo Norte', level: 1.35, voice: 'Velo Norte rides what it makes, all winter.' },
    { name: 'Still Water', level: 1, voice: 'Still Water avoids plastic wherever sweat allows.' },
  ],
  models: ['Anchor', 'Rally', 'Sprint', 'Balance', 'Vault', 'Crest', 'Drill', 'League', 'Peloton', 'Flow'],
  kinds: [
    {
      leaf: 'Yoga Mats', noun: 'Yoga Mat', price: [22, 110], sizes: ['3 mm', '5 mm', '6 mm'], colours: FABRIC,
      materials: ['natural rubber', 'cork on rubber', 'closed-cell foam'], uses: ['hot yoga', 'stretching', 'travel'],
      features: ['Grip grows as you sweat.', 'Lines help you find your place.', 'No smell from day one.', 'A carrying strap is included.'],
    },
    {
      leaf: 'Dumbbells', noun: 'Dumbbells', price: [18, 150], sizes: ['2 × 2 kg', '2 × 4 kg', '2 × 8 kg'], colours: ['Charcoal', 'Slate', 'Coral', 'Teal', 'Lilac'],
      materials: ['cast iron in neoprene', 'urethane', 'chromed steel'], uses: ['home workouts', 'physiotherapy', 'strength'],
      features: ['Six sides, so they do not roll.', 'The grip is knurled but kind.', 'Weights are exact to ten grams.', 'Coated to save your floor.'],
    },
    {
      leaf: 'Footballs', noun: 'Football', price: [15, 60], sizes: ['size 3', 'size 4', 'size 5'], colours: BRIGHT,
      materials: ['fair-trade rubber', 'textured polyurethane'], uses: ['the park', 'training', 'street games'],
      features: ['Stitched by hand in 32 panels.', 'It holds its air for months.', 'True flight, even in rain.', 'Survives asphalt.'],
    },
    {
      leaf: 'Tennis Rackets', noun: 'Tennis Racket', price: [45, 230], sizes: ['255 g', '280 g', '300 g'], colours: BRIGHT,
      materials: ['graphite', 'graphite and flax fibre'], uses: ['beginners', 'club players', 'big swings'],
      features: ['A large sweet spot forgives.', 'Flax fibres swallow vibration.', 'It comes strung and with a cover.', 'Balanced for quick hands at the net.'],
    },
    {
      leaf: 'Bike Helmets', noun: 'Bike Helmet', price: [35, 170], sizes: ['S', 'M', 'L'], colours: [...BRIGHT, 'Black', 'White'],
      materials: ['in-mould EPS with a slip layer', 'expanded cork'], uses: ['commuting', 'gravel rides', 'children'],
      features: ['The dial fits it with one hand.', 'Eighteen vents move the air.', 'A light clips to the back.', 'Pads come out for washing.'],
    },
    {
      leaf: 'Skipping Ropes', noun: 'Skipping Rope', price: [8, 34], colours: BRIGHT,
      materials: ['coated steel cable', 'cotton and beech'], uses: ['ten-minute workouts', 'boxers', 'playgrounds'],
      features: ['Bearings turn without twisting.', 'Cut it to your height.', 'Handles are weighted.', 'Fits in any pocket.'],
    },
    {
      leaf: 'Swim Goggles', noun: 'Swim Goggles', price: [12, 48], colours: BRIGHT,
      materials: ['soft silicone', 'polycarbonate lenses'], uses: ['lane swimming', 'open water', 'children'],
      features: ['They do not fog.', 'Three nose bridges are in the box.', 'Wide lenses show the buoy.', 'Straps adjust in the water.'],
    },
  ],
};
