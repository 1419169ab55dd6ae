-- How many letters the desk wrote to an address by itself within the hour is asked before rules write another.
create index reply_automatic_idx on reply (created_at) where is_automatic;
