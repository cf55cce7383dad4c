window.homebird = window.homebird || function () { (homebird.q = homebird.q || []).push(arguments); };
// A call made now is answered when the tag has loaded.
homebird('track', 'view_item_list', { items: [{ item_id: 'kettle-aarhus' }, { item_id: 'mug-aarhus' }] });
