-- Papers of other hubs' organs (对方枢纽的文书): a number is unique within its hub. ACCESS
-- EXCLUSIVE on documents for the moment of a column with a constant default, and for as
-- long as its index of numbers is made anew.
-- +goose Up

ALTER TABLE documents ADD COLUMN hub text NOT NULL DEFAULT ''; -- whose organ issued it; empty: this hub's
DROP INDEX documents_number;
CREATE UNIQUE INDEX documents_number ON documents (number, hub) WHERE number <> '';
