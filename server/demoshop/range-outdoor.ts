import { BRIGHT, FABRIC, METAL, type Range } from './kind.ts';

export const OUTDOOR: Range = {
  department: 'Outdoor',
  brands: [
    { name: 'Northfell', level: 1.2, voice: 'Northfell tests every piece through a winter on wet hills.' },
    { name: 'Tarn & Tor', level: 1, voice: 'Tarn & Tor repairs what it sells for as long as you own it.' },
    { name: 'Kestrel Peak', level: 1.45, voice: 'Kestrel Peak builds light gear for long days at altitude.' },
    { name: 'Basecamp Co.', level: 0.75, voice: 'Basecamp Co. keeps first trips affordable.' },
  ],
  models: ['Corrie', 'Cairn', 'Ridge', 'Scree', 'Bothy', 'Summit', 'Lochan', 'Glen', 'Drift', 'Arête'],
  kinds: [
    {
      leaf: 'Backpacks', noun: 'Backpack', price: [45, 160], sizes: ['18 L', '24 L', '32 L', '45 L', '60 L'], colours: FABRIC,
      materials: ['recycled ripstop nylon', 'waxed canvas', 'water-resistant polyester'], uses: ['day hikes', 'hut-to-hut tours', 'the ride to work'],
      features: ['A ventilated back panel keeps your shirt dry.', 'The hip belt tucks away when you take the train.', 'Two bottle pockets are reachable without taking it off.', 'A rain cover hides in the base.', 'Compression straps hold poles or a wet jacket.'],
    },
    {
      leaf: 'Tents', noun: 'Tent', price: [110, 480], sizes: ['1-person', '2-person', '3-person', '4-person'], colours: FABRIC,
      materials: ['silicone-coated nylon', 'polyester with taped seams', 'breathable polycotton'], uses: ['backpacking', 'family camping', 'three-season trips'],
      features: ['Colour-coded poles go up in six minutes.', 'Both doors have a porch for boots and packs.', 'The inner can be pitched alone on dry nights.', 'Reflective guy lines are easy to find in the dark.'],
    },
    {
      leaf: 'Sleeping Bags', noun: 'Sleeping Bag', price: [60, 320], sizes: ['10 °C', '5 °C', '0 °C', '−7 °C'], colours: FABRIC,
      materials: ['responsibly sourced down', 'quick-drying synthetic fill', 'brushed recycled polyester'], uses: ['summer nights', 'frosty mornings', 'mountain huts'],
      features: ['A two-way zip lets your feet cool down.', 'The hood closes with one hand.', 'It packs down to the size of a loaf.', 'An inner pocket keeps your phone warm.'],
    },
    {
      leaf: 'Headlamps', noun: 'Headlamp', price: [18, 90], sizes: ['200 lm', '350 lm', '600 lm'], colours: BRIGHT,
      materials: ['impact-proof polycarbonate', 'light aluminium'], uses: ['night walks', 'early starts', 'reading in the tent'],
      features: ['Red light keeps your night vision.', 'It charges by USB-C and tells you what is left.', 'The lock stops it switching on in your pack.', 'One button works with gloves on.'],
    },
    {
      leaf: 'Water Bottles', noun: 'Water Bottle', price: [14, 42], sizes: ['500 ml', '750 ml', '1 L'], colours: BRIGHT,
      materials: ['double-walled steel', 'BPA-free Tritan', 'powder-coated steel'], uses: ['the trail', 'the gym bag', 'the desk'],
      features: ['Drinks stay cold for a whole day.', 'The lid cannot drip, even upside down.', 'A wide mouth takes ice cubes and a brush.', 'The loop clips to any strap.'],
    },
    {
      leaf: 'Camp Stoves', noun: 'Camp Stove', price: [29, 150], colours: METAL,
      materials: ['anodised aluminium', 'stainless steel', 'titanium'], uses: ['a quick brew', 'cooking for two', 'melting snow'],
      features: ['Half a litre boils in under three minutes.', 'Folding supports grip small pots.', 'A built-in igniter works in wind.', 'It nests inside its own pot.'],
    },
    {
      leaf: 'Trekking Poles', noun: 'Trekking Poles', price: [35, 140], sizes: ['pair'], colours: FABRIC,
      materials: ['carbon fibre', '7075 aluminium'], uses: ['steep descents', 'long trails', 'snowy paths'],
      features: ['Cork grips shape themselves to your hand.', 'Flick locks adjust without tools.', 'Three sections fold to 38 cm.', 'Baskets for mud and snow are included.'],
    },
  ],
};
