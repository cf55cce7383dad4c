import { BRIGHT, GLAZE, type Range } from './kind.ts';

export const PANTRY: Range = {
  department: 'Pantry',
  brands: [
    { name: 'Casa Lenta', level: 1.3, voice: 'Casa Lenta buys from eleven farms and names them all.' },
    { name: 'Harbour Roast', level: 1.1, voice: 'Harbour Roast roasts on Mondays and ships on Tuesdays.' },
    { name: 'Millstone', level: 0.8, voice: 'Millstone uses whole ingredients and short lists.' },
    { name: 'Saffron & Rye', level: 1, voice: 'Saffron & Rye pays above the fair-trade price.' },
  ],
  models: ['Estate', 'Primavera', 'Hillside', 'Reserve', 'Cooperative', 'Old Mill', 'Sunday', 'Riverbank', 'Heritage', 'Monsoon'],
  kinds: [
    {
      leaf: 'Coffee Beans', noun: 'Coffee Beans', price: [9, 34], sizes: ['250 g', '500 g', '1 kg'], colours: [...BRIGHT, 'Walnut', 'Ochre'],
      materials: ['washed Ethiopian arabica', 'natural Brazilian arabica', 'a Colombian single lot'], uses: ['espresso', 'filter', 'a moka pot'],
      features: ['Notes of cocoa and orange.', 'Roast date on every bag.', 'The bag closes again and keeps air out.', 'Sweet even without sugar.'],
    },
    {
      leaf: 'Teas', noun: 'Loose Leaf Tea', price: [6, 26], sizes: ['Earl Grey', 'Sencha', 'Masala Chai', 'Rooibos', 'Jasmine', 'Peppermint'], colours: GLAZE,
      materials: ['whole leaves', 'hand-rolled leaves and petals'], uses: ['the afternoon', 'an early start', 'late evenings'],
      features: ['Good for three infusions.', 'The tin keeps it fresh for a year.', 'Picked this spring.', 'No flavouring, just leaves.'],
    },
    {
      leaf: 'Olive Oils', noun: 'Olive Oil', price: [9, 38], sizes: ['250 ml', '500 ml', '750 ml'], colours: ['Olive', 'Moss', 'Forest', 'Lemon'],
      materials: ['early-harvest olives', 'Koroneiki olives', 'Arbequina olives'], uses: ['salads', 'dipping', 'finishing soup'],
      features: ['Pressed within four hours.', 'Grassy, with a peppery end.', 'The dark bottle protects it from light.', 'From one grove and one year.'],
    },
    {
      leaf: 'Chocolate', noun: 'Chocolate Bar', price: [3, 14], sizes: ['Milk 45 %', 'Dark 70 %', 'Dark 85 %', 'Sea Salt', 'Hazelnut'], colours: BRIGHT,
      materials: ['Peruvian cacao', 'Tanzanian cacao', 'cacao from a women’s cooperative'], uses: ['sharing', 'baking', 'after dinner'],
      features: ['Stone-ground for two days.', 'Breaks with a clean snap.', 'Only four ingredients.', 'The wrapper makes a good bookmark.'],
    },
    {
      leaf: 'Honey', noun: 'Honey', price: [6, 22], sizes: ['Acacia', 'Heather', 'Wildflower', 'Lime Blossom'], colours: ['Ochre', 'Mustard', 'Lemon', 'Rust'],
      materials: ['raw, unheated honey', 'honey from city roofs'], uses: ['toast', 'tea', 'dressings'],
      features: ['Spun cold and never blended.', 'It sets in winter, as it should.', 'The beekeeper’s name is on the lid.', 'Tastes of one meadow.'],
    },
    {
      leaf: 'Pasta', noun: 'Pasta', price: [3, 11], sizes: ['Rigatoni', 'Spaghetti', 'Orecchiette', 'Fusilli', 'Pappardelle'], colours: BRIGHT,
      materials: ['durum wheat', 'spelt', 'chickpea flour'], uses: ['slow ragù', 'quick suppers', 'pesto'],
      features: ['Dried slowly at low heat.', 'Bronze dies make it rough, so sauce holds.', 'Al dente for longer.', 'In a paper bag.'],
    },
  ],
};
